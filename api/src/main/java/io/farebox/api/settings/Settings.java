package io.farebox.api.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values of all settings, each checked by itself. */
public final class Settings {
    private final Map<Setting, String> values;

    /** The failure of a configuration, with all that is wrong with it. */
    public static final class Faulty extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<String> sentences;

        Faulty(List<String> sentences) {
            super(String.join(" ", sentences));
            this.sentences = List.copyOf(sentences);
        }

        /** One sentence for each fault. */
        public List<String> sentences() {
            return sentences;
        }
    }

    private Settings(Map<Setting, String> values) {
        this.values = values;
    }

    /**
     * Reads the settings; the environment wins over the file.
     *
     * @param file a properties file in UTF-8 with the variables' names, null for none
     */
    public static Settings load(Map<String, String> environment, @Nullable Path file) throws Faulty {
        return load(environment, file, Set.of());
    }

    /**
     * The same for a command that has no use for some of them: they need not be set.
     *
     * @param unused is never asked for where it was not set
     */
    public static Settings load(Map<String, String> environment, @Nullable Path file, Set<Setting> unused)
            throws Faulty {
        List<String> faults = new ArrayList<>();
        Properties properties = file == null ? new Properties() : read(file, faults);
        Set<String> known =
                Arrays.stream(Setting.values()).map(Setting::variable).collect(Collectors.toSet());
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            if (!known.contains(name)) {
                faults.add(name + " in " + file + " is no setting.");
            }
        }
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = environment.get(setting.variable());
            if (value == null) {
                value = properties.getProperty(setting.variable(), setting.absent());
            }
            if (value == null && unused.contains(setting)) {
                continue;
            }
            String fault = value == null
                    ? setting.variable() + " must be set: " + setting.effect()
                    : setting.fault(value.strip());
            if (fault != null) {
                faults.add(fault);
            } else if (value != null) {
                values.put(setting, value.strip());
            }
        }
        if (!faults.isEmpty()) {
            throw new Faulty(faults);
        }
        return new Settings(values);
    }

    private static Properties read(Path file, List<String> faults) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            faults.add("The file " + file + " cannot be read: " + e + ".");
        }
        return properties;
    }

    public String text(Setting setting) {
        String value = values.get(setting);
        if (value == null) {
            throw new IllegalStateException(setting + " was never read");
        }
        return value;
    }

    public int number(Setting setting) {
        return Integer.parseInt(text(setting));
    }
}

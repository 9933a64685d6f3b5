package io.farebox.api.settings;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
    private final Map<Setting, Origin> origins;

    /** Where a value comes from. */
    public enum Origin {
        DEFAULT,
        ENVIRONMENT,
        FILE
    }

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

    private Settings(Map<Setting, String> values, Map<Setting, Origin> origins) {
        this.values = values;
        this.origins = origins;
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
        Map<Setting, Origin> origins = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            Origin origin = environment.containsKey(setting.variable())
                    ? Origin.ENVIRONMENT
                    : properties.containsKey(setting.variable()) ? Origin.FILE : Origin.DEFAULT;
            String value = switch (origin) {
                case ENVIRONMENT -> environment.get(setting.variable());
                case FILE -> properties.getProperty(setting.variable());
                case DEFAULT -> setting.absent();
            };
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
                origins.put(setting, origin);
            }
        }
        faults.addAll(faultsTogether(values));
        if (!faults.isEmpty()) {
            throw new Faulty(faults);
        }
        return new Settings(values, origins);
    }

    /** What is wrong with values that are right each by itself. */
    private static List<String> faultsTogether(Map<Setting, String> values) {
        List<String> faults = new ArrayList<>();
        String port = values.getOrDefault(Setting.HTTP_PORT, "0");
        if (!port.equals("0") && port.equals(values.get(Setting.MANAGEMENT_PORT))) {
            faults.add("FAREBOX_HTTP_PORT and FAREBOX_MANAGEMENT_PORT must differ; both are " + port + ".");
        }
        if (values.getOrDefault(Setting.CASSANDRA_USER, "").isEmpty()
                && !values.getOrDefault(Setting.CASSANDRA_PASSWORD, "").isEmpty()) {
            faults.add("FAREBOX_CASSANDRA_PASSWORD is of no use without FAREBOX_CASSANDRA_USER.");
        }
        int queue = Integer.parseInt(values.getOrDefault(Setting.TRACING_QUEUE_MAX, "0"));
        int batch = Integer.parseInt(values.getOrDefault(Setting.TRACING_BATCH_MAX, "0"));
        if (queue > 0 && batch > queue) {
            faults.add("FAREBOX_TRACING_BATCH_MAX must not be above FAREBOX_TRACING_QUEUE_MAX; they are " + batch
                    + " and " + queue + ".");
        }
        return faults;
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

    /** A value for everybody's eyes: nothing of a secret, and no login; null where it was not read. */
    public @Nullable String shown(Setting setting) {
        String value = values.get(setting);
        return value == null ? null : setting.shown(value);
    }

    public Origin origin(Setting setting) {
        return origins.getOrDefault(setting, Origin.DEFAULT);
    }

    public int number(Setting setting) {
        return Integer.parseInt(text(setting));
    }

    /** A share of all, from 0 to 1. */
    public double ratio(Setting setting) {
        return Double.parseDouble(text(setting));
    }

    /** This engine's name: the one that is set, else the host's. */
    public String instance() {
        String named = text(Setting.INSTANCE);
        if (!named.isEmpty()) {
            return named;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "engine";
        }
    }
}

package io.farebox.api.carrier;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The catalogue of formats. */
final class Providers {
    private static final Map<String, Provider> ALL = new TreeMap<>();

    static {
        List.of(
                        new FareboxProvider(),
                        new KannelProvider(),
                        new TwilioProvider(),
                        new VonageProvider(),
                        new InfobipProvider(),
                        new SinchProvider(),
                        new MessagebirdProvider(),
                        new TelnyxProvider(),
                        new PlivoProvider(),
                        new MessenteProvider(),
                        new SevenProvider(),
                        new MessagemediaProvider(),
                        new ClicksendProvider(),
                        new OzekiProvider(),
                        new JasminProvider(),
                        new SmppProvider())
                .forEach(provider -> ALL.put(provider.name(), provider));
    }

    private Providers() {}

    /** The provider of that name, null where there is none. */
    static @Nullable Provider of(String name) {
        return ALL.get(name);
    }

    /** Their names. */
    static Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        ALL.keySet().forEach(name -> names.put(name, name));
        return names;
    }
}

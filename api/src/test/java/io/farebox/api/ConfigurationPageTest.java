package io.farebox.api;

import io.farebox.api.settings.Setting;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The page of settings says what the catalogue says. */
class ConfigurationPageTest {
    @Test
    void saysWhatTheCatalogueSays() throws IOException {
        StringBuilder made =
                new StringBuilder("\n| setting | unit | default | bounds | does |\n|---|---|---|---|---|\n");
        for (Setting setting : Setting.values()) {
            String absent = setting.absent();
            made.append("| `").append(setting.variable()).append("` | ").append(setting.unit());
            made.append(setting.isSecret() ? ", secret | " : " | ");
            made.append(absent == null ? "must be set" : absent.isEmpty() ? "empty" : "`" + absent + "`");
            made.append(" | ").append(setting.bounds()).append(" | ");
            made.append(setting.effect()).append(" |\n");
        }
        Page.holds("configuration.md", made.toString());
    }
}

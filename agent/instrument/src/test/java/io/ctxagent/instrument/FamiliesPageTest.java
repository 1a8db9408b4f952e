package io.ctxagent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FamiliesPageTest {

    private static final String COMMAND = "mvn -B -q -pl agent/instrument -am test -Dtest=FamiliesPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dfamilies.write=true";
    private static final Path PAGE = Path.of("FAMILIES.md");

    @Test
    void thePageSaysWhatTheFamiliesSay() throws IOException {
        String text = FamiliesPage.text(BlockingFamilies.all(), COMMAND);
        if (Boolean.getBoolean("families.write")) {
            Files.writeString(PAGE, text);
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("agent/instrument/FAMILIES.md differs from what the families say; make it again with%n%s", COMMAND)
                .isEqualTo(text);
    }
}

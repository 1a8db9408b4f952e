package io.ctxagent.javaagent.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamilies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The names of the families are public: users write them in {@code families}, and snapshots carry them. */
class FamilyNamesTest {

    private static final List<String> PUBLISHED = List.of(
            "queue",
            "lock",
            "future",
            "sleep",
            "wait",
            "join",
            "process",
            "socket",
            "datagram",
            "channel",
            "selector",
            "httpclient",
            "filelock",
            "pipe",
            "jdbc",
            "dns",
            "input");

    /** Not a user's to switch: the recording of bare parks; the hand-over and the requests, which have options of their own. */
    private static final Set<String> INTERNAL = Set.of("park", "propagate", "http", "grpc");

    @Test
    void theOptionTakesThePublishedNames() {
        assertThat(OptionValues.FAMILIES).isEqualTo(PUBLISHED);
    }

    @Test
    void theReadmeNamesThem() throws IOException {
        assertThat(Files.readString(Path.of("..", "..", "README.md")))
                .contains("`" + String.join(" ", PUBLISHED) + "`");
    }

    @Test
    void everyPublishedFamilyExists() {
        List<String> missing = new ArrayList<>(PUBLISHED);
        missing.removeAll(written());
        assertThat(missing).isEmpty();
    }

    @Test
    void everyFamilyThatExistsIsPublishedOrInternal() {
        List<String> unknown = new ArrayList<>(written());
        unknown.removeAll(PUBLISHED);
        assertThat(unknown).containsExactlyInAnyOrderElementsOf(INTERNAL);
    }

    @Test
    void theSwitchesAreThoseOfTheFamiliesThatExist() {
        assertThat(List.of(Family.all()))
                .extracting(Family::id)
                .containsExactlyInAnyOrderElementsOf(written())
                .doesNotHaveDuplicates();
    }

    private static List<String> written() {
        return BlockingFamilies.all().stream()
                .map(family -> family.family().id())
                .distinct()
                .collect(Collectors.toList());
    }
}

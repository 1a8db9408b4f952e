package io.ctxagent.javaagent.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentOptionsTest {

    @Test
    void nothingGivenIsAllDefaultsAndNoComplaint() {
        OptionSources sources = sources("");
        AgentOptions options = AgentOptions.of(sources, true);
        assertThat(options.mode()).isEqualTo("enforce");
        assertThat(options.switchedOff()).isEmpty();
        assertThat(options.propagate()).isTrue();
        assertThat(options.graceNanos()).isEqualTo(2_000_000_000L);
        assertThat(options.shutdownNanos()).isZero();
        assertThat(options.stacks()).isEqualTo("site");
        assertThat(options.report()).isNull();
        assertThat(options.http()).isTrue();
        assertThat(options.requestNanos()).isZero();
        assertThat(options.readNanos()).isZero();
        assertThat(options.deadlineHeader()).isNull();
        assertThat(sources.complaints()).isEmpty();
    }

    @Test
    void requestsHaveOptionsOfTheirOwn() {
        AgentOptions options = AgentOptions.of(
                sources("http=off,http.timeout=2s,http.read-timeout=5s,http.deadline-header=X-Left-Ms"), true);
        assertThat(options.http()).isFalse();
        assertThat(options.requestNanos()).isEqualTo(2_000_000_000L);
        assertThat(options.readNanos()).isEqualTo(5_000_000_000L);
        assertThat(options.deadlineHeader()).isEqualTo("X-Left-Ms");
        assertThat(AgentOptions.of(sources("http.deadline-header=off"), true).deadlineHeader())
                .isNull();
    }

    @Test
    void aLateAttachObservesUnlessToldOtherwise() {
        assertThat(AgentOptions.of(sources(""), false).mode()).isEqualTo("observe");
        assertThat(AgentOptions.of(sources("mode=enforce"), false).mode()).isEqualTo("enforce");
    }

    @Test
    void theCacheIsOnOrOffOrInADirectory() {
        assertThat(AgentOptions.of(sources(""), true).cache()).isEqualTo("on");
        assertThat(AgentOptions.of(sources("cache=off"), true).cache()).isEqualTo("off");
        assertThat(AgentOptions.of(sources("cache=/var/cache/shop,grace=1s"), true)
                        .cache())
                .isEqualTo("/var/cache/shop");
        OptionSources wrong = sources("cache=here");
        assertThat(AgentOptions.of(wrong, true).cache()).isEqualTo("on");
        assertThat(wrong.complaints())
                .containsExactly("option cache=here is not on, off or the absolute path of a directory; using on");
    }

    @Test
    void aPartWithoutEqualsGoesOnWithTheValueBeforeIt() {
        AgentOptions options = AgentOptions.of(sources("families=-jdbc,-sleep,grace=500ms"), true);
        assertThat(options.switchedOff()).containsExactly("jdbc", "sleep");
        assertThat(options.graceNanos()).isEqualTo(500_000_000L);
    }

    @Test
    void allMinusAllPlusOneIsThatOneAlone() {
        AgentOptions options = AgentOptions.of(sources("families=-all,+queue"), true);
        assertThat(options.switchedOff()).contains("jdbc", "socket").doesNotContain("queue");
    }

    @Test
    void theArgumentBeatsThePropertyBeatsTheVariableBeatsTheFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("agent.properties");
        Files.writeString(file, "grace=1s\nmode=observe\nstacks=full\nshutdown=9s\n");
        Properties properties = new Properties();
        properties.setProperty("ctx.agent.grace", "3s");
        properties.setProperty("ctx.agent.mode", "enforce");
        Map<String, String> environment = Map.of("CTX_AGENT_GRACE", "4s", "CTX_AGENT_STACKS", "off");
        AgentOptions options =
                AgentOptions.of(OptionSources.of("config=" + file + ",grace=2s", properties, environment), true);
        assertThat(options.graceNanos()).isEqualTo(2_000_000_000L);
        assertThat(options.mode()).isEqualTo("enforce");
        assertThat(options.stacks()).isEqualTo("off");
        assertThat(options.shutdownNanos()).isEqualTo(9_000_000_000L);
    }

    @Test
    void dashesAndDotsAreUnderscoresInTheEnvironment() {
        OptionSources sources = OptionSources.of(
                "", new Properties(), Map.of("CTX_AGENT_ALLOW_CANCEL", "true", "CTX_AGENT_HTTP_READ_TIMEOUT", "5s"));
        assertThat(AgentOptions.of(sources, true).allowCancel()).isTrue();
        assertThat(sources.complaints()).isEmpty();
    }

    @Test
    void anUnknownKeyIsOneLineThatNamesItAndTheOptions() {
        OptionSources sources = sources("graze=2s");
        AgentOptions.of(sources, true);
        assertThat(sources.complaints())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("unknown option graze; the options are ")
                        .contains("grace", "shutdown")
                        .doesNotContain("reply"));
    }

    @Test
    void aBadValueIsOneLineThatNamesTheAllowedOnesAndTheDefaultIsUsed() {
        for (String bad : List.of(
                "mode=fast",
                "grace=soon",
                "families=-jdcb",
                "shutdown=-1s",
                "propagate=yes",
                "http=yes",
                "http.timeout=soon",
                "http.read-timeout=5",
                "http.deadline-header=Content-Length",
                "http.deadline-header=X Left")) {
            OptionSources sources = sources(bad);
            AgentOptions options = AgentOptions.of(sources, true);
            assertThat(sources.complaints())
                    .as(bad)
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .startsWith("option " + bad + " is not ")
                            .contains("; using "));
            assertThat(options).isEqualTo(AgentOptions.of(sources(""), true));
        }
    }

    @Test
    void aConfigFileThatIsNotThereIsOneLine() {
        OptionSources sources = sources("config=/does/not/exist");
        AgentOptions.of(sources, true);
        assertThat(sources.complaints()).singleElement().asString().contains("/does/not/exist");
    }

    @Test
    void durationsHaveUnitsAndAreClamped() {
        assertThat(Durations.parse("250ms")).isEqualTo(250_000_000L);
        assertThat(Durations.parse("3m")).isEqualTo(180_000_000_000L);
        assertThat(Durations.parse("999999999999h")).isEqualTo(Long.MAX_VALUE);
        assertThat(Durations.parse("5")).isNegative();
        assertThat(Durations.parse("-5s")).isNegative();
        assertThat(Durations.parse("5 parsecs")).isNegative();
        assertThat(Durations.parse("")).isNegative();
    }

    private static OptionSources sources(String argument) {
        return OptionSources.of(argument, new Properties(), Map.of());
    }
}

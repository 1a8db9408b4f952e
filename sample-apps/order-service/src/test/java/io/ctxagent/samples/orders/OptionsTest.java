package io.ctxagent.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void withoutOptionsItUsesAnyPortTheEmbeddedDatabaseAndNoLeak() {
        Options options = Options.parse();
        assertThat(options.port()).isZero();
        assertThat(options.databaseUrl()).isEqualTo(Options.EMBEDDED);
        assertThat(options.leaks()).isEmpty();
        assertThat(options.untilHangUp()).isFalse();
    }

    @Test
    void readsAllOptions() {
        Options options = Options.parse(
                "--port=8080",
                "--until-hang-up",
                "--db=jdbc:postgresql://127.0.0.1/test?user=x&a=b",
                "--leak=orphan-thread");
        assertThat(options.untilHangUp()).isTrue();
        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.databaseUrl()).isEqualTo("jdbc:postgresql://127.0.0.1/test?user=x&a=b");
        assertThat(options.leaks()).containsExactly(Leak.ORPHAN_THREAD);
    }

    @Test
    void takesAnySubsetOfTheLeaks() {
        assertThat(Options.parse("--leak=uncancelled,orphan-thread,unbounded-io,ignored-cancel")
                        .leaks())
                .containsExactlyInAnyOrder(Leak.values());
        assertThat(Options.parse("--leak=ignored-cancel,uncancelled").leaks())
                .containsExactlyInAnyOrder(Leak.IGNORED_CANCEL, Leak.UNCANCELLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--leak=typo",
                "--leak=",
                "--leak=uncancelled,",
                "--port=x",
                "--port=65536",
                "--db=mysql",
                "--until-hang-up=no",
                "--help",
                "x"
            })
    void saysInOneLineWhatIsWrongAndWhatIsAllowed(String arg) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(arg))
                .satisfies(
                        wrong -> assertThat(wrong.getMessage()).hasLineCount(1).containsAnyOf("there are", "wants"));
    }
}

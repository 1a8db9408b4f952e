package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemainingTimeTest {

    @Test
    void millisecondsAreRead() {
        assertThat(RemainingTime.parse("1500")).isEqualTo(1_500_000_000L);
        assertThat(RemainingTime.parse(" 7 ")).isEqualTo(7_000_000);
        assertThat(RemainingTime.parse("0")).isZero();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "soon",
                "1e3",
                "+5",
                "5 5",
                "0x5",
                "\u0665",
                "9223372036854775807",
                "999999999999999999"
            })
    void whatIsNoNumberOrTooLargeSaysNothing(String header) {
        assertThat(RemainingTime.parse(header)).isEqualTo(RemainingTime.NONE);
        assertThat(RemainingTime.smaller(header, 0)).isNull();
        assertThat(RemainingTime.smaller(header, 5)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0", "-99999999999999999999999999"})
    void lessThanNothingIsNothing(String header) {
        assertThat(RemainingTime.parse(header)).isZero();
    }

    @Test
    void theSmallerCounts() {
        assertThat(RemainingTime.smaller("1", 5_000_000)).isEqualTo(1_000_000);
        assertThat(RemainingTime.smaller("9", 5_000_000)).isEqualTo(5_000_000);
        assertThat(RemainingTime.smaller("9", 0)).isEqualTo(9_000_000);
    }

    @Test
    void itIsWrittenInWholeMillisecondsAndNeverNegative() {
        assertThat(RemainingTime.format(1_999_999)).isEqualTo("1");
        assertThat(RemainingTime.format(-5)).isEqualTo("0");
    }
}

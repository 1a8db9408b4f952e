package io.ctxagent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainInstantTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T08:00:00Z",
                "2026-11-22T08:00:00.Z",
                "2026-11-22T08:00:00.1Z",
                "2026-11-22T08:00:00.123Z",
                "2026-11-22T08:00:00.123456Z",
                "2026-11-22T08:00:00.123456789Z",
                "2024-02-29T23:59:59.000000001Z",
                "0000-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999Z",
                "2026-11-22T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "+12026-11-22T08:00:00Z",
                "-0001-11-22T08:00:00Z",
                "2026-11-22t08:00:00z",
            })
    void a_time_is_what_instant_reads(String text) {
        assertThat(PlainInstant.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "yesterday",
                "2026-11-22T08:00:00",
                "2026-11-22T08:00:00,5Z",
                "2026-11-22T08:00:00.1234567891Z",
                "2026-13-22T08:00:00Z",
                "2025-02-29T08:00:00Z",
                "2026-11-22 08:00:00Z",
                "2026-11-22T08:00:0xZ",
                "2026-11-22T08:00:00.-12Z",
            })
    void what_is_no_time_is_refused(String text) {
        assertThatThrownBy(() -> PlainInstant.parse(text)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> Instant.parse(text)).isInstanceOf(DateTimeException.class);
    }
}

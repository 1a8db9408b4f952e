package io.ctxagent.report.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineTest {

    private static final String ENTRY =
            "\"fingerprint\":\"3c9a17e08d21f4b6\",\"rule\":\"CTX101\",\"site\":\"PriceCache#start\",\"max\":4";

    @Test
    void it_is_written_sorted_and_a_key_to_a_line() throws IOException {
        Baseline baseline = new Baseline(List.of(
                new BaselineEntry("b", "CTX103", null, 1, "slow disk", null, null),
                new BaselineEntry(
                        "z", "CTX101", "shop.Cache.start", 4, "JIRA-812", "team-price", LocalDate.of(2027, 2, 1)),
                new BaselineEntry("a", "CTX103", null, 1, "slow disk", null, null)));

        String json = write(baseline);
        assertThat(json).startsWith("""
                        {
                          "schema" : "ctx-baseline/1",
                          "entries" : [
                            {
                              "fingerprint" : "z",
                              "rule" : "CTX101",
                              "site" : "shop.Cache.start",
                              "max" : 4,
                              "reason" : "JIRA-812",
                              "owner" : "team-price",
                              "expires" : "2027-02-01"
                            },
                            {
                              "fingerprint" : "a",
                        """).endsWith("}\n");
        assertThat(read(json)).isEqualTo(baseline);
    }

    @Test
    void the_form_of_the_contract_is_read() throws IOException {
        Baseline baseline = read("{\"schema\":\"ctx-baseline/1\",\"entries\":[{" + ENTRY
                + ",\"reason\":\"JIRA-812\",\"owner\":\"team-price\",\"expires\":\"2027-02-01\"}]}");
        assertThat(baseline.entries())
                .containsExactly(new BaselineEntry(
                        "3c9a17e08d21f4b6",
                        "CTX101",
                        "PriceCache#start",
                        4,
                        "JIRA-812",
                        "team-price",
                        LocalDate.of(2027, 2, 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'schema':'ctx-baseline/1','entries':[{ENTRY}]}                       | entries[0].reason is missing",
                "{'schema':'ctx-baseline/1','entries':[{ENTRY,'reason':' '}]}          | entries[0].reason is blank: say why",
                "{'schema':'ctx-baseline/1','entries':[{ENTRY,'expire':'2027-02-01'}]} | entries[0].expire is not known here",
                "{'schema':'ctx-baseline/1','entries':[{ENTRY,'expires':'next week'}]} | entries[0].expires is not a day",
                "{'schema':'ctx-baseline/1','entries':[{'max':-1}]}                    | entries[0].max is negative",
                "{'schema':'ctx-baseline/1','entries':[{ENTRY,'reason':'r'},{ENTRY,'reason':'r'}]} | two entries have the fingerprint 3c9a",
                "{'schema':'ctx-baseline/2','entries':[]}                              | schema is none of ctx-baseline/1",
                "{'entries':[]}                                                        | schema is missing",
                "{'schema':'ctx-baseline/1'}                                           | entries is missing",
                "[]                                                                    | it is not an object",
                "{'schema':                                                            | Unexpected end",
            })
    void what_is_wrong_is_named(String json, String message) {
        assertThatThrownBy(() -> read(json.replace('\'', '"').replace("ENTRY", ENTRY)))
                .isInstanceOf(InvalidBaselineException.class)
                .hasMessageStartingWith("not a valid ctx-baseline/1: ")
                .hasMessageContaining(message);
    }

    @Test
    void counts_only_go_down() {
        Baseline baseline = new Baseline(List.of(
                Reports.entry("less", 5),
                Reports.entry("more", 1),
                Reports.entry("same", 2),
                Reports.entry("gone", 9)));
        LeakReport report = Reports.report(
                Reports.finding("CTX101", "error", "less", 3),
                Reports.finding("CTX101", "error", "more", 7),
                Reports.finding("CTX101", "error", "same", 2),
                Reports.finding("CTX101", "error", "new", 1));

        assertThat(baseline.lowered(report).entries())
                .containsExactlyInAnyOrder(
                        Reports.entry("less", 3),
                        Reports.entry("more", 1),
                        Reports.entry("same", 2),
                        Reports.entry("gone", 9));
        assertThat(baseline.pruned(report).entries())
                .extracting(BaselineEntry::fingerprint)
                .containsExactly("less", "more", "same");
    }

    @Test
    void a_first_one_has_every_bug_without_its_line_and_not_that_the_picture_is_incomplete() {
        LeakReport report =
                Reports.report(Reports.finding("CTX101", "error", "f1", 3), Reports.finding("CTX901", "note", "f2", 1));
        assertThat(Baseline.of(report, "there before", "me", null).entries())
                .containsExactly(new BaselineEntry("f1", "CTX101", "shop.Orders.find", 3, "there before", "me", null));
    }

    private static String write(Baseline baseline) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BaselineJson.write(baseline, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Baseline read(String json) throws IOException {
        return BaselineJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}

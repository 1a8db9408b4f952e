package io.ctxagent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RuleBookTest {

    @Test
    void every_rule_of_the_contract_is_in_it_and_no_other() {
        assertThat(RuleBook.all())
                .extracting(rule -> rule.id() + " " + rule.slug() + " " + rule.severity())
                .containsExactly(
                        "CTX101 uncancelled-context error",
                        "CTX102 deadline-overrun error",
                        "CTX103 blocked-after-cancel error",
                        "CTX104 thread-outlives-context error",
                        "CTX105 lost-cancel error",
                        "CTX106 orphan-child error",
                        "CTX108 thread-leak-unowned warning",
                        "CTX201 blocking-without-context note",
                        "CTX202 unbounded-blocking warning",
                        "CTX203 swallowed-cancellation warning",
                        "CTX204 cancel-not-propagated warning",
                        "CTX206 deep-or-heavy-context note",
                        "CTX207 todo-context note",
                        "CTX301 growth warning",
                        "CTX901 observation-incomplete note");
    }

    @Test
    void each_says_in_sentences_what_it_means_what_it_ignores_and_how_to_mend_it() {
        assertThat(RuleBook.all())
                .flatExtracting(rule -> List.of(rule.means(), rule.ignores(), rule.fix()))
                .doesNotHaveDuplicates()
                .allSatisfy(text -> assertThat(text).matches("[A-Z].{30,}\\."));
    }

    @Test
    void a_rule_is_found_by_its_id_and_by_its_name() {
        assertThat(RuleBook.find("ctx103")).isEqualTo(RuleBook.find("blocked-after-cancel"));
        assertThat(RuleBook.find("CTX103")).isPresent();
        assertThat(RuleBook.find("CTX999")).isEmpty();
    }

    @Test
    void each_page_fits_80_columns() {
        for (RuleText rule : RuleBook.all()) {
            assertThat(RulePage.render(rule, null, Style.PLAIN).lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }
}

package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.report.RuleBook;
import org.junit.jupiter.api.Test;

/** What the recorder reports and what the tools explain are the same rules. */
class ExplainedRulesTest {

    @Test
    void everyRuleIsExplainedUnderItsNameAndSeverity() {
        for (Rule rule : Rules.all(new OwnerEnds(), new Census()).list()) {
            assertThat(RuleBook.find(rule.id())).as(rule.id()).hasValueSatisfying(text -> {
                assertThat(text.slug()).isEqualTo(rule.slug());
                assertThat(text.severity()).isEqualTo(rule.severity().text());
            });
        }
    }
}

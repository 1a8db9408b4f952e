package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@link WakeIT} and {@link CallsIT} with an agent that comes when the classes that call, and a driver, are loaded already. On 17 the
 * calls of {@code Thread.sleep} and {@code Object.wait} are changed in those.
 */
@Tag("alone")
@EnabledIfSystemProperty(named = "ctx.test.all", matches = "true", disabledReason = "scripts/test --all has the time")
class LateWakeIT {

    private static final String TRIGGERS = "cancel,deadline,done";

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {WakeIT.JUC, "socket", "h2"})
    void aLateAttachWakes(String families) throws Exception {
        List<WakeRow> rows = WakeRow.runAttached(families, TRIGGERS, WakeRow.threads());
        assertThat(rows).extracting(WakeRow::family).contains(families.split(","));
        rows.forEach(new Outcomes(rows)::expect);
    }

    @Test
    void aLateAttachWakesTheLongerCalls() throws Exception {
        List<WakeRow> rows = WakeRow.runAttached(CallsIT.FAMILIES, TRIGGERS, WakeRow.threads());
        assertThat(rows).extracting(WakeRow::family).contains(CallsIT.FAMILIES.split(","));
        rows.forEach(new Outcomes(rows)::expect);
    }
}

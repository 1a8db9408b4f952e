package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LambdaFramesTest {

    @Test
    void theClassOfALambdaIsNoApplicationFrameAndItsBodyIs() {
        StackTraceElement proxy17 = new StackTraceElement("shop.Ledger$$Lambda$65/0x00007f7da4102000", "run", null, -1);
        StackTraceElement proxy25 = new StackTraceElement("shop.Ledger$$Lambda/0x00007f7da4102000", "run", null, -1);
        StackTraceElement body = new StackTraceElement("shop.Ledger", "lambda$start$0", "Ledger.java", 12);
        assertThat(CodeOwner.isApplication(proxy17)).isFalse();
        assertThat(CodeOwner.isApplication(proxy25)).isFalse();
        assertThat(CodeOwner.isApplication(body)).isTrue();
    }
}

package io.ctxagent.instrument.callsite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ConstantPoolTest {

    private static final long WIDE = 0x1234_5678_9ABCL;

    @Test
    void findsWholeConstantsAlsoBehindLongOnes() throws IOException {
        ConstantPool pool = new ConstantPool(classFile(ConstantPoolTest.class));
        assertThat(WIDE).isPositive();
        assertThat(pool.contains("findsWholeConstantsAlsoBehindLongOnes")).isTrue();
        assertThat(pool.contains(String.join("", "finds", "Whole"))).isFalse();
        assertThat(pool.mentions("org/assertj/")).isTrue();
        assertThat(pool.mentions(String.join("", "no/such/", "thing"))).isFalse();
    }

    @Test
    void bytesThatAreNoClassAreNotRead() {
        assertThat(new ConstantPool(new byte[0]).contains("x")).isFalse();
        assertThat(new ConstantPool(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 1, 0, 5, 'a'}).contains("abcde"))
                .isFalse();
    }

    @Test
    void onlyAClassThatSleepsOrWaitsIsOfConcern() throws IOException {
        CallSites callSites = new CallSites(true, true);
        assertThat(callSites.concerns(new ConstantPool(classFile(Sleeper.class))))
                .isTrue();
        assertThat(callSites.concerns(new ConstantPool(classFile(ConstantPool.class))))
                .isFalse();
        assertThat(new CallSites(false, false).concerns(new ConstantPool(classFile(Sleeper.class))))
                .isFalse();
    }

    @Test
    void rewrittenCallsNameTheStandInAndTheOldOnesAreGone() throws IOException {
        byte[] rewritten = new CallSites(true, true).rewrite(classFile(Sleeper.class));
        assertThat(new ConstantPool(rewritten).contains("io/ctxagent/boot/Sleeps"))
                .isTrue();
    }

    @Test
    void aClassThatOnlySpeaksOfSuchCallsIsLeftAsItIs() throws IOException {
        CallSites callSites = new CallSites(true, true);
        byte[] speaks = classFile(CallSites.class);
        assertThat(callSites.concerns(new ConstantPool(speaks))).isTrue();
        assertThat(callSites.rewrite(speaks)).isNull();
    }

    private static byte[] classFile(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    static final class Sleeper {
        void sleep() throws InterruptedException {
            Thread.sleep(1L);
        }
    }
}

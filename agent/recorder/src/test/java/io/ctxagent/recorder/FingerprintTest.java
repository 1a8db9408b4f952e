package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void itIsTheFirstSixteenHexDigitsOfASha256() {
        // printf 'CTX101\nshop.Cache#start' | sha256sum
        assertThat(Fingerprint.of("CTX101", List.of("shop.Cache#start"))).isEqualTo("e6216490faf9d69d");
    }

    @Test
    void anotherRuleOrAnotherFrameGivesAnotherOne() {
        String one = Fingerprint.of("CTX101", List.of("shop.Cache#start"));
        assertThat(Fingerprint.of("CTX105", List.of("shop.Cache#start"))).isNotEqualTo(one);
        assertThat(Fingerprint.of("CTX101", List.of("shop.Cache#stop"))).isNotEqualTo(one);
    }
}

package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartedListTest {

    @Test
    void itIsTheListThatAnArrayWouldBe() {
        List<Integer> parted = new PartedList<>();
        List<Integer> expected = new ArrayList<>();
        assertThat(parted).isEmpty();
        for (int i = 0; i < 3_000; i++) {
            parted.add(i);
            expected.add(i);
        }
        assertThat(parted).isEqualTo(expected);
        assertThat(parted.get(2_999)).isEqualTo(2_999);
        assertThatThrownBy(() -> parted.get(3_000)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> parted.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}

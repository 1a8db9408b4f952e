package io.ctxagent.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NodeStackTest {

    private final NodeStack stack = new NodeStack();

    @Test
    void an_empty_one_gives_nothing_again_and_again() {
        assertThat(stack.poll()).isNull();
        assertThat(stack.poll()).isNull();
        Node node = node();
        stack.push(node);
        assertThat(stack.poll()).isSameAs(node);
        assertThat(stack.poll()).isNull();
    }

    @Test
    void it_gives_what_a_deque_gives_also_over_the_ends_of_its_parts() {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            nodes.add(node());
        }
        ArrayDeque<Node> expected = new ArrayDeque<>();
        Random random = new Random(42);
        for (int turn = 0; turn < 200; turn++) {
            int count = random.nextInt(700);
            boolean grows = turn / 20 % 2 == 0 == random.nextInt(4) > 0;
            for (int i = 0; i < count; i++) {
                if (grows) {
                    Node node = nodes.get(random.nextInt(nodes.size()));
                    stack.push(node);
                    expected.push(node);
                } else {
                    assertThat(stack.poll()).isSameAs(expected.poll());
                }
            }
        }
        while (!expected.isEmpty()) {
            assertThat(stack.poll()).isSameAs(expected.poll());
        }
        assertThat(stack.poll()).isNull();
    }

    private static Node node() {
        return (Node) Context.background().withCancel().context();
    }
}

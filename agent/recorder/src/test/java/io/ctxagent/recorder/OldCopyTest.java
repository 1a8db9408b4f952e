package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.Port;
import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.ctxagent.context.ContextKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A copy of the API that makes a new row for each context, beside one that writes all into one. */
class OldCopyTest {

    @Test
    void theirKeysAreNotMixedUp() {
        RealApi.slot();
        ContextKey<String> key = ContextKey.of("traceId", String.class);
        try (FakeApi old = new FakeApi();
                CancelScope scope =
                        Context.background().withValue(key, "secret").withCancel()) {
            Object other = old.live("withCancel", row -> row[Port.KEYS] = List.of("tenant"));
            ContextTree tree = new Scene().tree();
            for (int i = 0; i < 2; i++) {
                assertThat(tree.resolve(scope.context())).isNotNull();
                assertThat(tree.layerKeys()).containsExactly("traceId");
                assertThat(tree.resolve(other)).isNotNull();
                assertThat(tree.layerKeys()).containsExactly("tenant");
            }
        }
    }
}

package io.ctxagent.context;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DerivationTest {

    private static final ContextKey<String> KEY = ContextKey.of("traceId", String.class);

    @Test
    void roots_print_their_names() {
        assertThat(Context.background()).hasToString("context.Background");
        assertThat(Context.todo()).hasToString("context.TODO");
        assertThat(Context.untilShutdown()).hasToString("context.UntilShutdown");
    }

    @Test
    void each_layer_prints_the_name_of_its_method() {
        Context root = Context.background();
        assertThat(root.withCancel().context().withValue(KEY, "secret"))
                .hasToString("context.Background.withCancel.withValue(traceId)");
        assertThat(root.withTimeout(ofSeconds(9))
                        .context()
                        .withDeadline(Instant.MAX)
                        .context())
                .hasToString("context.Background.withTimeout.withDeadline");
        assertThat(root.withCancelFrom(root)
                        .context()
                        .shield(ofSeconds(9))
                        .context()
                        .withoutCancel())
                .hasToString("context.Background.withCancelFrom.shield.withoutCancel");
    }

    @Test
    void a_scope_prints_its_context() {
        try (CancelScope scope = Context.background().withCancel()) {
            assertThat(scope).hasToString("CancelScope[context.Background.withCancel]");
        }
    }

    @Test
    void a_label_follows_its_layer() {
        Context server = Context.background().withCancel().named("server").context();
        assertThat(server.withTimeout(ofSeconds(9)).context())
                .hasToString("context.Background.withCancel[server].withTimeout");
    }

    @Test
    void a_value_is_never_printed() {
        assertThat(Context.background().withValue(KEY, "hunter2").toString()).doesNotContain("hunter2");
    }

    @Test
    void of_a_deep_chain_it_prints_head_and_tail_and_how_many_are_left_out() {
        Context context = Context.background().withCancel().named("top").context();
        for (int i = 0; i < 100; i++) {
            context = context.withCancel().context();
        }
        context = context.withValue(KEY, "v");
        String text = context.toString();
        assertThat(text).startsWith("context.Background.withCancel[top].withCancel");
        assertThat(text).endsWith(".withCancel.withValue(traceId)");
        assertThat(text).contains(".<71 more>.");
        int layers = text.split("\\.with", -1).length - 1 + 1;
        assertThat(layers + 71).isEqualTo(103);
    }

    @Test
    void a_chain_that_just_fits_is_printed_whole() {
        Context context = Context.background();
        for (int i = 0; i < 31; i++) {
            context = context.withCancel().context();
        }
        assertThat(context.toString()).doesNotContain("more").hasSize("context.Background".length() + 31 * 11);
        assertThat(context.withCancel().context().toString()).contains(".<1 more>.");
    }

    @Test
    void long_names_are_cut() {
        String name = "n".repeat(10_000);
        Context context = Context.background().withCancel().named(name).context();
        assertThat(context.withValue(ContextKey.of(name, String.class), "v").toString())
                .hasSizeLessThan(300);
    }
}

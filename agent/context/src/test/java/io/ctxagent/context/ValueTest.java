package io.ctxagent.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueTest {

    private static final ContextKey<String> NAME = ContextKey.of("name", String.class);
    private static final ContextKey<Integer> AGE = ContextKey.of("age", Integer.class);

    @Test
    void a_value_is_seen_below_and_not_above() {
        Context parent = Context.background().withValue(NAME, "x");
        Context child = parent.withCancel().context().withValue(AGE, 7);
        assertThat(child.value(NAME)).isEqualTo("x");
        assertThat(child.withCancel().context().value(AGE)).isEqualTo(7);
        assertThat(parent.value(AGE)).isNull();
        assertThat(Context.background().value(NAME)).isNull();
    }

    @Test
    void the_nearest_wins_and_null_hides() {
        Context far = Context.background().withValue(NAME, "far");
        Context near = far.withValue(NAME, "near");
        Context hidden = near.withValue(NAME, null);
        assertThat(near.value(NAME)).isEqualTo("near");
        assertThat(hidden.value(NAME)).isNull();
        assertThat(hidden.withValue(NAME, "again").value(NAME)).isEqualTo("again");
        assertThat(far.value(NAME)).isEqualTo("far");
    }

    @Test
    void keys_with_the_same_name_and_type_are_different() {
        ContextKey<String> twin = ContextKey.of("name", String.class);
        Context context = Context.background().withValue(NAME, "x").withValue(twin, "y");
        assertThat(context.value(NAME)).isEqualTo("x");
        assertThat(context.value(twin)).isEqualTo("y");
        assertThat(twin).isNotEqualTo(NAME);
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void a_value_of_another_type_is_refused_where_it_is_set() {
        ContextKey raw = NAME;
        assertThatThrownBy(() -> Context.background().withValue(raw, 42))
                .isInstanceOf(ClassCastException.class)
                .hasMessageContaining("name")
                .hasMessageNotContaining("42");
    }

    @Test
    void a_primitive_class_stands_for_its_box() {
        ContextKey<Integer> key = ContextKey.of("n", int.class);
        assertThat(Context.background().withValue(key, 1).value(key)).isEqualTo(1);
        assertThat(key.type()).isEqualTo(Integer.class);
    }

    @Test
    void a_key_shows_its_name() {
        assertThat(NAME).hasToString("name");
        assertThat(NAME.name()).isEqualTo("name");
        assertThat(NAME.type()).isEqualTo(String.class);
    }

    @Test
    void any_mixture_of_many_keys_behaves_like_a_map() {
        Random random = new Random(42);
        List<ContextKey<Integer>> keys = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            keys.add(ContextKey.of("k" + i, Integer.class));
        }
        for (int distinct : new int[] {1, 7, 8, 9, 33, 300, 2000}) {
            Map<ContextKey<Integer>, Integer> model = new HashMap<>();
            Context context = Context.background();
            for (int i = 0; i < 3 * distinct; i++) {
                ContextKey<Integer> key = keys.get(random.nextInt(distinct));
                Integer value = random.nextInt(10) == 0 ? null : random.nextInt();
                model.put(key, value);
                context = context.withValue(key, value);
                if (i % 5 == 0) {
                    context = context.withCancel().context();
                }
            }
            for (ContextKey<Integer> key : keys) {
                assertThat(context.value(key)).isEqualTo(model.get(key));
            }
        }
    }

    @Test
    void names_are_listed_the_nearest_first_however_many() {
        for (int count : new int[] {3, 8, 20}) {
            Context context = Context.background();
            List<String> expected = new ArrayList<>();
            ContextKey<Integer> again = ContextKey.of("again", Integer.class);
            context = context.withValue(again, 0);
            for (int i = 0; i < count; i++) {
                context = context.withValue(ContextKey.of("k" + i, Integer.class), i);
                expected.add(0, "k" + i);
            }
            context = context.withValue(again, 1);
            expected.add(0, "again");
            assertThat(Values.names(((Layer) context).inherited().all())).isEqualTo(expected);
        }
    }

    @Test
    void keys_whose_indexes_share_their_low_bits_are_told_apart() {
        Map<ContextKey<Integer>, Integer> expected = new LinkedHashMap<>();
        Context context = Context.background();
        for (int i = 0; i <= 5 * 1024; i++) {
            ContextKey<Integer> key = ContextKey.of("k" + i, Integer.class);
            // Above eight values it is a trie of 32 branches a level: these meet on its first, second and third.
            if (i % 1024 == 0 || i % 32 == 1) {
                context = context.withValue(key, i);
                expected.put(key, i);
            }
        }
        for (Map.Entry<ContextKey<Integer>, Integer> each : expected.entrySet()) {
            assertThat(context.value(each.getKey())).isEqualTo(each.getValue());
        }
        assertThat(Values.names(((Layer) context).inherited().all())).hasSize(expected.size());
    }

    @Test
    void what_a_layer_hands_down_is_made_once_and_only_when_something_is_derived() {
        for (int above : new int[] {0, 1, 7, 8, 20}) {
            Context base = Context.background();
            for (int i = 0; i < above; i++) {
                base = base.withValue(ContextKey.of("k" + i, Integer.class), i);
            }
            Context layer = base.withValue(NAME, "x");
            Inherited handedDown = ((Layer) layer).inherited();
            assertThat(handedDown.get(NAME)).isEqualTo("x");
            assertThat(((Layer) layer).inherited()).isSameAs(handedDown);
            assertThat(((Layer) layer.withCancel().context()).inherited()).isSameAs(handedDown);
            assertThat(layer.value(NAME)).isEqualTo("x");
            assertThat(base.value(NAME)).isNull();
            assertThat(Values.names(((Layer) base).inherited().all())).hasSize(above);
        }
    }

    @Test
    void the_same_value_again_changes_nothing_below() {
        for (int above : new int[] {0, 8}) {
            Context base = Context.background();
            for (int i = 0; i < above; i++) {
                base = base.withValue(ContextKey.of("k" + i, Integer.class), i);
            }
            Context once = base.withValue(NAME, "x");
            Inherited handedDown = ((Layer) once).inherited();
            assertThat(((Layer) once.withValue(NAME, "x")).inherited()).isSameAs(handedDown);
            assertThat(once.withValue(NAME, "y").withCancel().context().value(NAME))
                    .isEqualTo("y");
            Context hidden = once.withValue(NAME, null).withCancel().context();
            assertThat(hidden.value(NAME)).isNull();
            assertThat(hidden.withValue(AGE, 1).value(NAME)).isNull();
        }
    }

    @Test
    void a_layer_has_the_deadline_of_the_context_below_it() {
        try (CancelScope scope = Context.background().withTimeout(Duration.ofHours(1))) {
            Context layer = scope.context().withValue(NAME, "x");
            assertThat(layer.deadline()).isPresent().isEqualTo(scope.context().deadline());
            Context child =
                    layer.withCancel().context().withValue(AGE, 1).withCancel().context();
            assertThat(child.deadline()).isEqualTo(scope.context().deadline());
            assertThat(layer.withCancelFrom().context().deadline())
                    .isEqualTo(scope.context().deadline());
        }
    }

    @Test
    void a_layer_is_done_when_the_context_below_it_is() {
        CancelScope scope = Context.background().withCancel();
        Context layer = scope.context().withValue(NAME, "x").withValue(AGE, 1);
        assertThat(layer.isDone()).isFalse();
        assertThat(layer.err()).isNull();
        scope.cancel();
        assertThat(layer.isDone()).isTrue();
        assertThat(layer.err()).isNotNull().isSameAs(scope.context().err());
    }

    @Test
    void looking_up_does_not_walk_the_chain() {
        Context context = Context.background().withValue(NAME, "x");
        for (int i = 0; i < 100_000; i++) {
            context = context.withValue(AGE, i);
        }
        long found = 0;
        for (int i = 0; i < 1_000_000; i++) {
            found += context.value(NAME).length(); // 10^11 steps if it walked
        }
        assertThat(found).isEqualTo(1_000_000);
    }
}

package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.Port;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CTX106 and CTX206, which judge the tree alone. */
class TreeRulesTest {

    private static final long SECOND = 1_000_000_000;

    private final FakeApi api = new FakeApi();

    @AfterEach
    void close() {
        api.close();
    }

    private Object below(Object parent, String kind) {
        return api.live(kind, row -> row[Port.PARENT] = api.row(parent)[Port.ID]);
    }

    /** With a done context in the picture, as a thread that runs under it brings it in. */
    private List<Candidate> candidates(Rule rule, Object... resolved) {
        Scene scene = new Scene();
        for (Object context : resolved) {
            scene.tree().resolve(context);
        }
        return rule.candidates(scene.seen(SECOND));
    }

    @Test
    void aLiveChildOfADoneParentIsAnOrphan() {
        Object parent = api.done("withCancel", 3 * SECOND, row -> row[Port.NAME] = "gone");
        below(parent, "withTimeout");
        assertThat(candidates(new OrphanChild(), parent)).singleElement().satisfies(orphan -> {
            assertThat(orphan.held()).isGreaterThanOrEqualTo(3 * SECOND);
            assertThat(orphan.message())
                    .contains("withTimeout")
                    .contains("\"gone\"")
                    .contains("was done");
        });
    }

    @Test
    void whatIsMeantToGoOnIsNone() {
        Object done = api.done("withCancel", 3 * SECOND, row -> {});
        below(done, "shield");
        Object detached = below(done, "withoutCancel");
        below(detached, "withCancel");
        below(api.live("withCancel", row -> {}), "withCancel");
        assertThat(candidates(new OrphanChild(), done)).isEmpty();
    }

    @Test
    void theEndOfALongChainIsOneFinding() {
        chain(HeavyContext.DEEPEST);
        assertThat(candidates(new HeavyContext())).isEmpty();
        chain(HeavyContext.DEEPEST + 1);
        assertThat(candidates(new HeavyContext()))
                .singleElement()
                .satisfies(deep -> assertThat(deep.message()).endsWith(" is at the end of a chain of 101 contexts."));
    }

    private void chain(int depth) {
        Object last = api.live("withCancel", row -> {});
        for (int i = 1; i < depth; i++) {
            last = below(last, "withCancel");
        }
    }

    @Test
    void moreValuesThanAnybodyReadsAreHeavy() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < HeavyContext.MOST_VALUES; i++) {
            keys.add("key" + i);
        }
        api.live("withCancel", row -> row[Port.KEYS] = List.copyOf(keys));
        assertThat(candidates(new HeavyContext())).isEmpty();
        keys.add("one more");
        api.live("withCancel", row -> row[Port.KEYS] = List.copyOf(keys));
        assertThat(candidates(new HeavyContext()))
                .singleElement()
                .satisfies(heavy -> assertThat(heavy.message()).endsWith(" carries 51 values."));
    }
}

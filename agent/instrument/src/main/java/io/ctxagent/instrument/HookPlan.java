package io.ctxagent.instrument;

import io.ctxagent.instrument.cache.ExpectedHook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The hooks of this JDK and Byte Buddy, ready to put them into classes. Made when a class has to be woven; a start from the
 * cache never does. Immutable.
 */
final class HookPlan {

    private final Map<String, List<Hook>> byClass = new LinkedHashMap<>();
    private final List<ExpectedHook> expected = new ArrayList<>();
    private final ClassWeaver classes;

    HookPlan(List<Hook> hooks) {
        for (Hook hook : hooks) {
            String type = hook.type().replace('.', '/');
            List<Hook> ofType = byClass.get(type);
            if (ofType == null) {
                ofType = new ArrayList<>();
                byClass.put(type, ofType);
            }
            ofType.add(hook);
            expected.add(new ExpectedHook(hook.family().id(), hook.type(), hook.target()));
        }
        this.classes = new ClassWeaver();
    }

    /** Every family's hooks on {@code jdk}; those that are switched off too, because they keep what is below silent. */
    static HookPlan of(int jdk) {
        List<Hook> hooks = new ArrayList<>();
        for (BlockingFamily family : BlockingFamilies.all()) {
            hooks.addAll(family.hooks(jdk));
        }
        return new HookPlan(hooks);
    }

    /** Hooks of the class of this internal name; empty when it is not on the list. */
    List<Hook> hooks(String internalName) {
        return byClass.getOrDefault(internalName, List.of());
    }

    List<ExpectedHook> expected() {
        return expected;
    }

    ClassWeaver classes() {
        return classes;
    }
}

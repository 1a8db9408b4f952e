package io.ctxagent.instrument;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.advice.HookFamily;
import io.ctxagent.instrument.cache.Outcome;
import io.ctxagent.instrument.cache.WovenClass;
import io.ctxagent.instrument.callsite.TaskRuns;
import io.ctxagent.instrument.family.OldWorkerFamily;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Puts advice into the bytes of one class with Byte Buddy. Only bodies change: no member is added, so a loaded class can
 * be retransformed. Advice is prepared when a class first wants it, so the first start pays for the classes that it
 * loads and not for the length of the list. Thread-safe.
 */
final class ClassWeaver {

    private static final String WORKER_LOOP = "runWorker";

    private final ByteBuddy byteBuddy = new ByteBuddy()
            .with(TypeValidation.DISABLED)
            .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
            .with(Implementation.Context.Disabled.Factory.INSTANCE);
    private final ClassFileLocator agentClasses =
            ClassFileLocator.ForClassLoader.of(ClassWeaver.class.getClassLoader());
    private final ClassFileLocator platformClasses = ClassFileLocator.ForClassLoader.ofPlatformLoader();
    private final TypePool advicePool = TypePool.Default.of(agentClasses);
    private final Map<String, Advice> advice = new ConcurrentHashMap<>();

    /** From the class file: reflection would load what the advice names, which may be the very class that is being loaded. */
    private Advice compile(Family family, Class<?> type) {
        Field constant;
        try {
            constant = Family.class.getField(family.id().toUpperCase(Locale.ROOT));
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("no constant for family " + family.id(), e);
        }
        return Advice.withCustomMapping()
                .bind(HookFamily.class, constant)
                .to(advicePool.describe(type.getName()).resolve(), agentClasses);
    }

    /** The class with the advice of {@code hooks}, which all name it. */
    WovenClass weave(String internalName, byte[] classFile, List<Hook> hooks) {
        String className = internalName.replace('/', '.');
        ClassFileLocator locator =
                new ClassFileLocator.Compound(ClassFileLocator.Simple.of(className, classFile), platformClasses);
        TypePool pool = TypePool.Default.of(locator);
        TypeDescription type = pool.describe(className).resolve();
        DynamicType.Builder<?> builder = byteBuddy.decorate(type, locator);
        List<Outcome> outcomes = new ArrayList<>();
        boolean bound = false;
        for (Hook hook : hooks) {
            String family = hook.family().id();
            List<MethodDescription> methods = matching(type, hook);
            if (methods.isEmpty()) {
                outcomes.add(new Outcome(family, hook.target(), hook.target(), false));
                continue;
            }
            bound = true;
            Class<?> body = hook.advice();
            if (body != null) {
                builder = builder.visit(advice(hook.family(), body).on(ElementMatchers.anyOf(methods.toArray())));
            }
            if (hook.calls() != null) {
                builder = builder.visit(new AsmVisitorWrapper.ForDeclaredMethods()
                        .method(ElementMatchers.anyOf(methods.toArray()), hook.calls()));
            }
            for (MethodDescription method : methods) {
                outcomes.add(new Outcome(family, hook.target(), className + "." + method.getInternalName(), true));
            }
        }
        if (className.equals("java.util.concurrent.ThreadPoolExecutor")) {
            builder = builder.visit(new AsmVisitorWrapper.ForDeclaredMethods()
                    .method(ElementMatchers.named(WORKER_LOOP), new TaskRuns()));
            String target = className + "." + WORKER_LOOP;
            outcomes.add(new Outcome(Family.PROPAGATE.id(), target, target, true));
            bound = true;
        }
        byte[] woven = !bound
                ? null
                : builder.make(TypeResolutionStrategy.Disabled.INSTANCE, pool).getBytes();
        return new WovenClass(internalName, classFile, woven, outcomes);
    }

    /** A pool's class with advice around its tasks, where it overrides what the JDK's class calls there; null where not. */
    byte @Nullable [] weavePool(String className, byte[] classFile, @Nullable ClassLoader loader) {
        Weaving weaving = new Weaving(className, classFile, loader);
        for (Hook hook : OldWorkerFamily.ofSubclass(className)) {
            weaving.add(
                    hook.family(), hook.advice(), matching(weaving.type, hook).toArray());
        }
        return weaving.bytes();
    }

    /** A class of a driver or a pool with the advice of {@code hooks}; null when it has no such method after all. */
    byte @Nullable [] weaveDriver(
            String className, byte[] classFile, @Nullable ClassLoader loader, List<JdbcHook> hooks) {
        return weaveMethods(Family.JDBC, className, classFile, loader, hooks);
    }

    /** A class of the application with the advice of {@code hooks}; null when it has no such method. */
    byte @Nullable [] weaveMethods(
            Family family, String className, byte[] classFile, @Nullable ClassLoader loader, List<JdbcHook> hooks) {
        Weaving weaving = new Weaving(className, classFile, loader);
        for (JdbcHook hook : hooks) {
            weaving.add(family, hook.advice(), declared(weaving.type, hook.methods()));
        }
        return weaving.bytes();
    }

    /**
     * A class of an application server with the advice of {@code hooks}; null when it has none of their methods. Each of them is
     * an outcome.
     */
    byte @Nullable [] weaveServer(
            String className,
            byte[] classFile,
            @Nullable ClassLoader loader,
            List<Hook> hooks,
            List<Outcome> outcomes) {
        Weaving weaving = new Weaving(className, classFile, loader);
        for (Hook hook : hooks) {
            List<MethodDescription> methods = matching(weaving.type, hook);
            outcomes.add(new Outcome(hook.family().id(), hook.target(), hook.target(), !methods.isEmpty()));
            weaving.add(hook.family(), hook.advice(), methods.toArray());
        }
        return weaving.bytes();
    }

    /** A class of the application with {@code advice} on those of {@code names} that wait; null when none of its methods does. */
    byte @Nullable [] weaveWaits(
            Family family,
            Class<?> advice,
            Set<String> names,
            String className,
            byte[] classFile,
            @Nullable ClassLoader loader) {
        Weaving weaving = new Weaving(className, classFile, loader);
        Object[] waits = weaving.type.getDeclaredMethods().stream()
                .filter(method -> names.contains(method.getName()))
                .filter(method -> interruptible(method) && !method.isAbstract() && !method.isNative())
                .toArray();
        weaving.add(family, advice, waits);
        return weaving.bytes();
    }

    /** An application class that gets its advice. */
    private final class Weaving {

        final TypeDescription type;
        private final TypePool pool;
        private DynamicType.Builder<?> builder;
        private boolean any;

        Weaving(String className, byte[] classFile, @Nullable ClassLoader loader) {
            ClassFileLocator locator = new ClassFileLocator.Compound(
                    ClassFileLocator.Simple.of(className, classFile),
                    ClassFileLocator.ForClassLoader.of(loader),
                    platformClasses);
            this.pool = TypePool.Default.of(locator);
            this.type = pool.describe(className).resolve();
            this.builder = byteBuddy.decorate(type, locator);
        }

        void add(Family family, @Nullable Class<?> advice, Object[] methods) {
            if (advice != null && methods.length > 0) {
                any = true;
                builder = builder.visit(advice(family, advice).on(ElementMatchers.anyOf(methods)));
            }
        }

        /** Null when there was no method to put advice on. */
        byte @Nullable [] bytes() {
            return any
                    ? builder.make(TypeResolutionStrategy.Disabled.INSTANCE, pool)
                            .getBytes()
                    : null;
        }
    }

    private static Object[] declared(TypeDescription type, Set<String> names) {
        return type.getDeclaredMethods().stream()
                .filter(method -> names.contains(method.getName()))
                .filter(method -> method.isPublic() && !method.isStatic() && !method.isAbstract() && !method.isNative())
                .toArray();
    }

    /** Without a lock: two threads may prepare the same, and either will do. */
    private Advice advice(Family family, Class<?> type) {
        String key = family.id() + " " + type.getName();
        Advice prepared = advice.get(key);
        if (prepared == null) {
            prepared = compile(family, type);
            advice.put(key, prepared);
        }
        return prepared;
    }

    private static List<MethodDescription> matching(TypeDescription type, Hook hook) {
        List<MethodDescription> found = new ArrayList<>();
        for (MethodDescription method : type.getDeclaredMethods()) {
            boolean named = hook.method().equals(Hook.INTERRUPTIBLE)
                    ? interruptible(method)
                    : method.getInternalName().equals(hook.method());
            boolean described = hook.descriptor() == null || hook.descriptor().equals(method.getDescriptor());
            if (named && described && !method.isAbstract() && !method.isNative()) {
                found.add(method);
            }
        }
        return found;
    }

    private static boolean interruptible(MethodDescription method) {
        return method.isPublic()
                && !method.isStatic()
                && !method.isSynthetic()
                && method.getExceptionTypes().stream()
                        .anyMatch(type -> type.asErasure().getName().equals("java.lang.InterruptedException"));
    }
}

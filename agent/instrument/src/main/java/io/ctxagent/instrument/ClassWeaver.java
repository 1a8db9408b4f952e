package io.ctxagent.instrument;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.advice.HookFamily;
import io.ctxagent.instrument.callsite.TaskRuns;
import io.ctxagent.instrument.family.JdbcFamily;
import io.ctxagent.instrument.family.OldWorkerFamily;
import io.ctxagent.instrument.family.UserQueues;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
 * be retransformed. Everything that is the same for all classes is made once, before the first of them is seen,
 * because a transformer that loads classes while it transforms is called again in the middle.
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
    private final Map<String, Advice> advice = new HashMap<>();

    ClassWeaver(List<Hook> hooks) {
        for (Hook hook : hooks) {
            advice.computeIfAbsent(key(hook.family(), hook.advice()), key -> compile(hook.family(), hook.advice()));
        }
        advice.put(
                key(Family.QUEUE, UserQueues.QueueAdvice.class), compile(Family.QUEUE, UserQueues.QueueAdvice.class));
        for (Class<?> type : List.of(JdbcFamily.StatementAdvice.class, JdbcFamily.QuietAdvice.class)) {
            advice.put(key(Family.JDBC, type), compile(Family.JDBC, type));
        }
    }

    private static String key(Family family, Class<?> type) {
        return family.id() + " " + type.getName();
    }

    private Advice compile(Family family, Class<?> type) {
        Field constant;
        try {
            constant = Family.class.getField(family.id().toUpperCase(Locale.ROOT));
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("no constant for family " + family.id(), e);
        }
        return Advice.withCustomMapping().bind(HookFamily.class, constant).to(type, agentClasses);
    }

    /** The class with the advice of {@code hooks}, which all name it; methods that got it are told to {@code report}. */
    byte @Nullable [] weave(String className, byte[] classFile, List<Hook> hooks, InstallReport report) {
        ClassFileLocator locator =
                new ClassFileLocator.Compound(ClassFileLocator.Simple.of(className, classFile), platformClasses);
        TypePool pool = TypePool.Default.of(locator);
        TypeDescription type = pool.describe(className).resolve();
        DynamicType.Builder<?> builder = byteBuddy.decorate(type, locator);
        List<Runnable> bound = new ArrayList<>();
        for (Hook hook : hooks) {
            List<MethodDescription> methods = matching(type, hook);
            if (methods.isEmpty()) {
                report.missing(hook, null);
                continue;
            }
            builder = builder.visit(advice(hook).on(ElementMatchers.anyOf(methods.toArray())));
            for (MethodDescription method : methods) {
                bound.add(() -> report.bound(hook, method.getName()));
            }
        }
        if (className.equals("java.util.concurrent.ThreadPoolExecutor")) {
            builder = builder.visit(new AsmVisitorWrapper.ForDeclaredMethods()
                    .method(ElementMatchers.named(WORKER_LOOP), new TaskRuns()));
            bound.add(() -> report.bound(Family.PROPAGATE, className + "." + WORKER_LOOP));
        }
        if (bound.isEmpty()) {
            return null;
        }
        byte[] woven =
                builder.make(TypeResolutionStrategy.Disabled.INSTANCE, pool).getBytes();
        bound.forEach(Runnable::run);
        return woven;
    }

    /** A pool's class with advice around its tasks, where it overrides what the JDK's class calls there; null where not. */
    byte @Nullable [] weavePool(String className, byte[] classFile, @Nullable ClassLoader loader) {
        ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(className, classFile),
                ClassFileLocator.ForClassLoader.of(loader),
                platformClasses);
        TypePool pool = TypePool.Default.of(locator);
        TypeDescription type = pool.describe(className).resolve();
        DynamicType.Builder<?> builder = byteBuddy.decorate(type, locator);
        boolean overrides = false;
        for (Hook hook : OldWorkerFamily.ofSubclass(className)) {
            List<MethodDescription> methods = matching(type, hook);
            if (!methods.isEmpty()) {
                overrides = true;
                builder = builder.visit(advice(hook).on(ElementMatchers.anyOf(methods.toArray())));
            }
        }
        return overrides
                ? builder.make(TypeResolutionStrategy.Disabled.INSTANCE, pool).getBytes()
                : null;
    }

    /** A class of a driver or a pool with the advice for statements; null when no method of it is one. */
    byte @Nullable [] weaveStatement(String className, byte[] classFile, @Nullable ClassLoader loader) {
        ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(className, classFile),
                ClassFileLocator.ForClassLoader.of(loader),
                platformClasses);
        TypePool pool = TypePool.Default.of(locator);
        TypeDescription type = pool.describe(className).resolve();
        Object[] statements = declared(type, JdbcFamily.METHODS);
        Object[] quiet = declared(type, JdbcFamily.QUIET_METHODS);
        if (statements.length + quiet.length == 0) {
            return null;
        }
        return byteBuddy
                .decorate(type, locator)
                .visit(jdbcAdvice(JdbcFamily.StatementAdvice.class).on(ElementMatchers.anyOf(statements)))
                .visit(jdbcAdvice(JdbcFamily.QuietAdvice.class).on(ElementMatchers.anyOf(quiet)))
                .make(TypeResolutionStrategy.Disabled.INSTANCE, pool)
                .getBytes();
    }

    /** A class of the application with the advice for queues; null when no method of it is one. */
    byte @Nullable [] weaveQueue(String className, byte[] classFile, @Nullable ClassLoader loader) {
        ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(className, classFile),
                ClassFileLocator.ForClassLoader.of(loader),
                platformClasses);
        TypePool pool = TypePool.Default.of(locator);
        TypeDescription type = pool.describe(className).resolve();
        Object[] waits = type.getDeclaredMethods().stream()
                .filter(method -> UserQueues.METHODS.contains(method.getName()))
                .filter(method -> interruptible(method) && !method.isAbstract() && !method.isNative())
                .toArray();
        if (waits.length == 0) {
            return null;
        }
        return byteBuddy
                .decorate(type, locator)
                .visit(require(advice.get(key(Family.QUEUE, UserQueues.QueueAdvice.class)))
                        .on(ElementMatchers.anyOf(waits)))
                .make(TypeResolutionStrategy.Disabled.INSTANCE, pool)
                .getBytes();
    }

    private static Object[] declared(TypeDescription type, Set<String> names) {
        return type.getDeclaredMethods().stream()
                .filter(method -> names.contains(method.getName()))
                .filter(method -> method.isPublic() && !method.isStatic() && !method.isAbstract() && !method.isNative())
                .filter(ClassWeaver::declaresSqlException)
                .toArray();
    }

    private Advice jdbcAdvice(Class<?> type) {
        return require(advice.get(key(Family.JDBC, type)));
    }

    private Advice advice(Hook hook) {
        return require(advice.get(key(hook.family(), hook.advice())));
    }

    private static Advice require(@Nullable Advice compiled) {
        if (compiled == null) {
            throw new IllegalStateException("advice was not compiled beforehand");
        }
        return compiled;
    }

    private static boolean declaresSqlException(MethodDescription method) {
        return method.getExceptionTypes().stream()
                .anyMatch(type -> type.asErasure().getName().equals("java.sql.SQLException"));
    }

    private static List<MethodDescription> matching(TypeDescription type, Hook hook) {
        List<MethodDescription> found = new ArrayList<>();
        for (MethodDescription method : type.getDeclaredMethods()) {
            boolean named = hook.method().equals(Hook.INTERRUPTIBLE)
                    ? interruptible(method)
                    : method.getName().equals(hook.method());
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

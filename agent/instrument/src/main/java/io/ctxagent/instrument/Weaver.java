package io.ctxagent.instrument;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.callsite.CallSites;
import io.ctxagent.instrument.callsite.ConstantPool;
import io.ctxagent.instrument.family.UserQueues;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The transformer: an explicit list of JDK classes, and application classes that a look at their constants lets
 * through. A class that it cannot do is left as it was and reported. Thread-safe; all of its own state is made before
 * it is installed.
 */
public final class Weaver implements ClassFileTransformer {

    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private final Map<String, List<Hook>> hooksByClass;
    private final ClassWeaver classes;
    private final CallSites callSites;
    private final boolean statements;
    private final InstallReport report;

    /** Names of the classes that are not as their files are. */
    private final Set<String> woven = ConcurrentHashMap.newKeySet();

    Weaver(List<Hook> hooks, CallSites callSites, boolean statements, InstallReport report) {
        this.hooksByClass = new LinkedHashMap<>();
        for (Hook hook : hooks) {
            report.expect(hook);
            hooksByClass.merge(hook.type().replace('.', '/'), List.of(hook), Weaver::joined);
        }
        this.classes = new ClassWeaver(hooks);
        this.callSites = callSites;
        this.statements = statements;
        this.report = report;
    }

    private static List<Hook> joined(List<Hook> first, List<Hook> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Whether this class is on the list of JDK classes. */
    boolean lists(Class<?> type) {
        return ofJdk(type.getClassLoader())
                && hooksByClass.containsKey(type.getName().replace('.', '/'));
    }

    /** The HTTP client is in a module of the platform loader. */
    private static boolean ofJdk(@Nullable ClassLoader loader) {
        return loader == null || loader == PLATFORM;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable Module module,
            @Nullable ClassLoader loader,
            @Nullable String internalName,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (internalName == null) {
            return null;
        }
        if (loader == null || loader == PLATFORM) {
            List<Hook> hooks = hooksByClass.get(internalName);
            return hooks == null ? null : noted(internalName, weave(internalName.replace('/', '.'), classFile, hooks));
        }
        return ours(loader, internalName)
                ? null
                : noted(internalName, weaveApplicationClass(loader, internalName, redefined, classFile));
    }

    private byte @Nullable [] noted(String internalName, byte @Nullable [] result) {
        if (result != null) {
            woven.add(internalName.replace('/', '.'));
        }
        return result;
    }

    /** Whether a class of this name was given other bytes than it came with. */
    boolean wove(Class<?> type) {
        return woven.contains(type.getName());
    }

    /** Whether it is a pool from before the agent, whose workers run code from before the agent. */
    static boolean isOldPool(Class<?> type) {
        return ThreadPoolExecutor.class.isAssignableFrom(type) && type.getClassLoader() != null;
    }

    private static boolean ours(ClassLoader loader, String internalName) {
        return loader == Weaver.class.getClassLoader() || internalName.startsWith("io/ctxagent/context/");
    }

    private byte @Nullable [] weave(String className, byte[] classFile, List<Hook> hooks) {
        try {
            return classes.weave(className, classFile, hooks, report);
        } catch (Throwable failure) {
            for (Hook hook : hooks) {
                report.missing(hook, failure);
            }
            return null;
        }
    }

    private byte @Nullable [] weaveApplicationClass(
            ClassLoader loader, String internalName, @Nullable Class<?> redefined, byte[] classFile) {
        String className = internalName.replace('/', '.');
        try {
            ConstantPool pool = new ConstantPool(classFile);
            byte[] now = classFile;
            if (callSites.concerns(pool)) {
                byte[] rewritten = callSites.rewrite(now);
                now = rewritten == null ? now : rewritten;
            }
            if (statements && concernsStatements(pool)) {
                byte[] woven = classes.weaveStatement(className, now, loader);
                if (woven != null) {
                    now = woven;
                    DriverSupport.provide();
                    report.bound(Family.JDBC, className);
                }
            }
            if (redefined != null && isOldPool(redefined)) {
                byte[] around = classes.weavePool(className, now, loader);
                now = around == null ? now : around;
            }
            if (UserQueues.concerns(pool)) {
                byte[] woven = classes.weaveQueue(className, now, loader);
                if (woven != null) {
                    now = woven;
                    report.bound(Family.QUEUE, className);
                }
            }
            return now == classFile ? null : now;
        } catch (Throwable failure) {
            report.missing(Family.JDBC, className, failure);
            return null;
        }
    }

    /** Cheap and generous: the weaver looks at the methods, the advice at the object. */
    static boolean concernsStatements(ConstantPool pool) {
        return pool.contains("java/sql/SQLException")
                && (pool.contains("executeQuery")
                        || pool.contains("executeUpdate")
                        || pool.contains("executeBatch")
                        || (pool.contains("commit") && pool.contains("rollback"))
                        || (pool.contains("next") && pool.contains("getObject")));
    }

    /** Whether a loaded application class may need its calls or statements rewritten. */
    boolean concerns(byte[] classFile) {
        ConstantPool pool = new ConstantPool(classFile);
        return callSites.concerns(pool) || (statements && concernsStatements(pool)) || UserQueues.concerns(pool);
    }
}

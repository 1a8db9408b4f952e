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
    private final DriverClasses drivers = new DriverClasses();
    private final InstallReport report;

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
            return hooks == null ? null : weave(internalName.replace('/', '.'), classFile, hooks);
        }
        return ours(loader, internalName) ? null : weaveApplicationClass(loader, internalName, classFile);
    }

    private static boolean ours(ClassLoader loader, String internalName) {
        return loader == Weaver.class.getClassLoader() || internalName.startsWith("io/ctxagent/context/");
    }

    private byte @Nullable [] weave(String className, byte[] classFile, List<Hook> hooks) {
        try {
            if (className.startsWith("java.sql.")) {
                DriverSupport.provide();
            }
            return classes.weave(className, classFile, hooks, report);
        } catch (Throwable failure) {
            for (Hook hook : hooks) {
                report.missing(hook, failure);
            }
            return null;
        }
    }

    private byte @Nullable [] weaveApplicationClass(
            @Nullable ClassLoader loader, String internalName, byte[] classFile) {
        String className = internalName.replace('/', '.');
        try {
            ConstantPool pool = new ConstantPool(classFile);
            byte[] now = classFile;
            if (callSites.concerns(pool)) {
                byte[] rewritten = callSites.rewrite(now);
                now = rewritten == null ? now : rewritten;
            }
            List<JdbcHook> hooks = statements ? drivers.hooks(pool, internalName, classFile, loader) : List.of();
            if (!hooks.isEmpty()) {
                byte[] woven = classes.weaveDriver(className, now, loader, hooks);
                if (woven != null) {
                    now = woven;
                    DriverSupport.provide();
                    report.bound(Family.JDBC, className);
                }
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

    /** Whether a loaded application class may need its calls or statements rewritten. */
    boolean concerns(ClassLoader loader, String internalName, byte[] classFile) {
        ConstantPool pool = new ConstantPool(classFile);
        return callSites.concerns(pool)
                || UserQueues.concerns(pool)
                || (statements
                        && !drivers.hooks(pool, internalName, classFile, loader).isEmpty());
    }
}

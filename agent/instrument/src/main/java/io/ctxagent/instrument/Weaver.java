package io.ctxagent.instrument;

import io.ctxagent.boot.Family;
import io.ctxagent.boot.OldWorkers;
import io.ctxagent.instrument.cache.ExpectedHook;
import io.ctxagent.instrument.cache.Outcome;
import io.ctxagent.instrument.cache.WovenCache;
import io.ctxagent.instrument.cache.WovenClass;
import io.ctxagent.instrument.callsite.CallSites;
import io.ctxagent.instrument.callsite.ConstantPool;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The transformer: an explicit list of JDK classes, and application classes that a look at their constants lets
 * through. What the cache knows is taken from there; the first class that it does not know makes the plan of hooks, and with it
 * Byte Buddy. A class that cannot be done is left as it was and reported. Thread-safe.
 *
 * <p>The JVM does not call a transformer for classes that the transformer itself loads. Those that are on the list are
 * found by {@link #unseen} and done afterwards.
 */
public final class Weaver implements ClassFileTransformer {

    private static final String POOL = "java/util/concurrent/ThreadPoolExecutor";

    private final WovenCache cache;
    private final Plan plan;
    private final ApplicationClasses applicationClasses;
    private final ClassForms forms;
    private final InstallReport report;
    private final Set<String> listed = new HashSet<>();
    private final Set<String> listedInternally = new HashSet<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final List<Postponed> postponed = new ArrayList<>();
    private volatile @Nullable Thread postponing;
    private volatile @Nullable Thread planning;
    private volatile @Nullable Afterwards afterwards;

    /** Internal names of the classes that are not as their files are. */
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    /** A class that was put off, and its bytes as they were then. */
    record Postponed(Class<?> type, byte[] classFile) {}

    /** With what the cache has; without anything in it the plan is made now. */
    Weaver(int jdk, WovenCache cache, CallSites callSites, boolean statements, InstallReport report) {
        this(new Plan(jdk, cache, cache.filled() ? null : HookPlan.of(jdk)), cache, callSites, statements, report);
    }

    /** With these hooks and nothing remembered. */
    Weaver(List<Hook> hooks, CallSites callSites, boolean statements, InstallReport report) {
        this(new Plan(0, WovenCache.none(), new HookPlan(hooks)), WovenCache.none(), callSites, statements, report);
    }

    private Weaver(Plan plan, WovenCache cache, CallSites callSites, boolean statements, InstallReport report) {
        this.plan = plan;
        this.cache = cache;
        this.applicationClasses = new ApplicationClasses(plan, callSites, statements);
        this.forms = new ClassForms(plan, cache, applicationClasses);
        this.report = report;
        for (ExpectedHook hook : expected()) {
            if (listed.add(hook.type())) {
                listedInternally.add(hook.type().replace('.', '/'));
            }
        }
    }

    /** The list of hooks, as the plan or the cache knows it. */
    List<ExpectedHook> expected() {
        return plan.expected();
    }

    /** Where the next start will find what was met in another form than it will have then. */
    ClassForms forms() {
        return forms;
    }

    /**
     * Makes the plan outside of a transformation, where the JVM does call the transformer for what Byte Buddy loads: half made,
     * it must not be asked to weave that. It is {@link #unseen} then.
     */
    void planUnasked() {
        planning = Thread.currentThread();
        try {
            plan.get();
        } finally {
            planning = null;
        }
    }

    boolean planned() {
        return plan.made();
    }

    /** Called on the thread that wove something which the cache did not know. */
    void afterWeaving(@Nullable Afterwards action) {
        afterwards = action;
    }

    /** Until {@link #postponed}, classes that this thread retransforms and the cache does not know are put off. */
    void postpone() {
        postponing = Thread.currentThread();
    }

    /** Takes the classes that were put off. */
    List<Postponed> postponed() {
        postponing = null;
        List<Postponed> taken = new ArrayList<>(postponed);
        postponed.clear();
        return taken;
    }

    /** Whether this class is on the list of JDK classes. */
    boolean lists(Class<?> type) {
        return ClassForms.ofJdk(type.getClassLoader()) && listed.contains(type.getName());
    }

    /** Whether it is on the list, and loaded without having come by here. */
    boolean unseen(Class<?> type) {
        return lists(type) && !seen.contains(ClassForms.internalName(type));
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
        byte[] woven = null;
        if (ClassForms.ofJdk(loader)) {
            if (listedInternally.contains(internalName)) {
                woven = weave(internalName, redefined, classFile);
            }
        } else if (!ours(loader, internalName)) {
            woven = weaveApplicationClass(loader, internalName, redefined, classFile);
        }
        if (woven != null) {
            changed.add(internalName);
        }
        return woven;
    }

    /** Whether a class of this name was given other bytes than it came with. */
    boolean wove(Class<?> type) {
        return changed.contains(ClassForms.internalName(type));
    }

    private static boolean ours(@Nullable ClassLoader loader, String internalName) {
        return loader == Weaver.class.getClassLoader() || internalName.startsWith("io/ctxagent/context/");
    }

    private byte @Nullable [] weave(String internalName, @Nullable Class<?> redefined, byte[] classFile) {
        WovenClass found = cache.find(internalName, classFile);
        if (found == null && (planning == Thread.currentThread() || putOff(redefined, classFile))) {
            return null;
        }
        seen.add(internalName);
        if (found == null) {
            found = weaveAnew(internalName, redefined, classFile);
        }
        if (found == null) {
            return null;
        }
        if (internalName.startsWith("java/sql/")) {
            DriverSupport.provide();
        }
        if (redefined != null && internalName.equals(POOL)) {
            OldWorkers.expect();
        }
        report.woven(found.outcomes());
        return found.woven();
    }

    private @Nullable WovenClass weaveAnew(String internalName, @Nullable Class<?> redefined, byte[] classFile) {
        List<Hook> hooks = List.of();
        try {
            HookPlan made = plan.get();
            hooks = made.hooks(internalName);
            WovenClass woven = made.classes().weave(internalName, classFile, hooks);
            keep(woven);
            return woven;
        } catch (Throwable failure) {
            for (Hook hook : hooks) {
                report.missing(hook, failure);
            }
            if (redefined == null) {
                // In the middle of its loading even the weaver's own classes may fail to load; once it is there it is
                // tried again.
                seen.remove(internalName);
                askAfterwards();
            }
            return null;
        }
    }

    private boolean putOff(@Nullable Class<?> redefined, byte[] classFile) {
        if (redefined == null || postponing != Thread.currentThread()) {
            return false;
        }
        postponed.add(new Postponed(redefined, classFile));
        return true;
    }

    private void keep(WovenClass woven) {
        cache.add(woven);
        askAfterwards();
    }

    private void askAfterwards() {
        Afterwards action = afterwards;
        if (action != null) {
            action.ask();
        }
    }

    private byte @Nullable [] weaveApplicationClass(
            @Nullable ClassLoader loader, String internalName, @Nullable Class<?> redefined, byte[] classFile) {
        try {
            ConstantPool pool = new ConstantPool(classFile);
            int concern = applicationClasses.concern(pool, loader, internalName, redefined, classFile);
            if (concern == 0) {
                return null;
            }
            WovenClass found = cache.find(ApplicationClasses.key(concern, internalName), classFile);
            if (found == null) {
                if (putOff(redefined, classFile)) {
                    return null;
                }
                found = applicationClasses.weave(loader, internalName, classFile, concern);
                keep(found);
            }
            for (Outcome outcome : found.outcomes()) {
                if (outcome.family().equals(Family.JDBC.id())) {
                    DriverSupport.provide();
                } else if (outcome.family().equals(Family.GRPC.id())) {
                    GrpcReflection.provide();
                }
            }
            report.woven(found.outcomes());
            return found.woven();
        } catch (Throwable failure) {
            report.missing(Family.JDBC, internalName.replace('/', '.'), failure);
            return null;
        }
    }

    /** Whether a loaded application class may need its calls, statements or queue methods woven. */
    boolean concerns(ClassLoader loader, String internalName, byte[] classFile) {
        return applicationClasses.concern(new ConstantPool(classFile), loader, internalName, null, classFile) != 0;
    }
}

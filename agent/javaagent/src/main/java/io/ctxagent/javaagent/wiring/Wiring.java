package io.ctxagent.javaagent.wiring;

import io.ctxagent.boot.AgentThread;
import io.ctxagent.boot.Bridge;
import io.ctxagent.boot.Family;
import io.ctxagent.boot.Owner;
import io.ctxagent.boot.Port;
import io.ctxagent.boot.Ports;
import io.ctxagent.boot.RequestSupport;
import io.ctxagent.boot.Settings;
import io.ctxagent.boot.Tests;
import io.ctxagent.boot.Threads;
import io.ctxagent.instrument.InstallReport;
import io.ctxagent.instrument.Installer;
import io.ctxagent.instrument.cache.WovenCache;
import io.ctxagent.instrument.http.Servers;
import io.ctxagent.javaagent.exit.Ending;
import io.ctxagent.javaagent.exit.ExitWatch;
import io.ctxagent.javaagent.inspect.Detaching;
import io.ctxagent.javaagent.inspect.InspectionSocket;
import io.ctxagent.javaagent.inspect.RequestHandler;
import io.ctxagent.model.HookInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.wire.Detached;
import io.ctxagent.recorder.CreationSites;
import io.ctxagent.recorder.EarlierStacks;
import io.ctxagent.recorder.Recorder;
import io.ctxagent.recorder.RecorderSettings;
import io.ctxagent.recorder.ShutdownReport;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The agent's parts and what each is given: the architecture as code. */
final class Wiring implements Ending, Detaching {

    /** The agent's version, as in snapshots and answers. */
    static final String VERSION = "0.1.0";

    private final AgentOptions options;
    private final boolean atStartup;
    private final Instrumentation instrumentation;
    private final Installer installer;
    private final File jar;
    private final long loadedAtNanos = System.nanoTime();
    private @Nullable EarlierStacks earlier;
    private @Nullable Recorder recorder;
    private @Nullable InspectionSocket socket;
    private @Nullable ExitWatch exit;
    private @Nullable Detached detached;

    Wiring(AgentOptions options, Instrumentation instrumentation, File jar, boolean atStartup) {
        this.options = options;
        this.jar = jar;
        this.atStartup = atStartup;
        this.instrumentation = instrumentation;
        int jdk = Runtime.version().feature();
        WovenCache cache = WovenClasses.open(options.cache(), jdk);
        if (Bridge.again()) {
            // What the JVM gives out for a class that was changed before has its constants in an order of its own.
            cache.keepAsItIs();
        }
        this.installer = new Installer(instrumentation, jdk, cache);
    }

    /** Everything that has to be there before the application goes on; the rest is made when it is asked for. */
    void install() throws ReflectiveOperationException {
        preload();
        if (!atStartup) {
            LoadedApis.adopt(instrumentation);
            earlier = EarlierStacks.now();
        }
        settle();
        Ports.observeCreation(new CreationSites(options.stacks(), new CurrentOwner()));
        installer.install(!atStartup);
        if (options.shutdownNanos() > 0 || options.report() != null) {
            File report = options.report();
            exit = new ExitWatch(this, options.shutdownNanos(), report == null ? null : report.toPath());
            exit.register();
        }
        SocketProperty.install(new PropertyValue());
        if (options.socket().equals("start")) {
            new AgentThread(new OpenAtStart(), "ctx-agent-open").start();
        }
    }

    /** A class that is first needed inside a hook inside its own initialiser is a deadlock or a circularity error. */
    private static void preload() {
        ThreadLocalRandom.current();
        Bridge.preload();
    }

    private void settle() {
        Settings.enforce = options.enforce();
        Settings.propagate = options.propagate();
        Settings.connected = true;
        Settings.graceNanos = options.graceNanos();
        for (Family family : Family.all()) {
            family.switchOff(options.switchedOff().contains(family.id()));
        }
        Settings.requestNanos = options.requestNanos();
        Settings.readNanos = options.readNanos();
        Settings.deadlineHeader = options.deadlineHeader();
        Family.HTTP.switchOff(!options.http());
        OwnCopy api = new OwnCopy(jar);
        RequestSupport.instance = options.http() ? new Servers(api) : null;
        Tests.judge = new TestChecks(new LazyRecorder(), api);
    }

    /** Opens the inspection socket for a tool and tells it where. */
    void answer(File reply) {
        try {
            Replies.tell(reply, open(), VERSION);
        } catch (IOException e) {
            Replies.refuse(reply, why(e));
        }
    }

    /** The same for a tool that reads the agent properties. */
    private String propertyValue() {
        try {
            return open().toString();
        } catch (IOException e) {
            return "refused: " + why(e);
        }
    }

    private static String why(IOException e) {
        return String.valueOf(e.getMessage());
    }

    private synchronized Path open() throws IOException {
        if (detached != null) {
            throw new IOException("the agent has just left");
        }
        if (options.socket().equals("off")) {
            throw new IOException("the inspection socket is switched off (socket=off)");
        }
        try {
            InspectionSocket opened = socket;
            if (opened == null) {
                Duration grace = Duration.ofNanos(options.graceNanos());
                opened = new InspectionSocket(new RequestHandler(
                        (least, stacks) -> recorder().picture(least, stacks)::write,
                        this,
                        new Cancels(options.allowCancel(), recorder()),
                        grace,
                        VERSION));
                socket = opened;
            }
            return opened.open();
        } catch (IOException e) {
            throw new IOException("the inspection socket could not be opened: " + e.getMessage(), e);
        }
    }

    private synchronized Recorder recorder() {
        Recorder made = recorder;
        if (made == null) {
            made = new Recorder(new RecorderSettings(
                    VERSION,
                    options.mode(),
                    atStartup ? "startup" : "attached",
                    Duration.ofNanos(options.graceNanos()),
                    options.stacks(),
                    this::hooks,
                    () -> 0,
                    atStartup ? null : loadedAtNanos,
                    earlier == null ? EarlierStacks.none() : earlier));
            recorder = made;
        }
        return made;
    }

    @Override
    public Detached detach() {
        // Not under our own lock: whoever loads the agent holds that one and then wants ours.
        Start.end();
        SocketProperty.remove();
        Detached done;
        InspectionSocket open;
        synchronized (this) {
            done = detached == null ? Departure.of(installer, exit) : detached;
            detached = done;
            open = socket;
        }
        if (open != null) {
            open.shut();
        }
        return done;
    }

    @Override
    public void unload() {
        Start.unload();
    }

    private List<HookInfo> hooks() {
        List<HookInfo> hooks = new ArrayList<>();
        for (InstallReport.Line line : installer.report().lines()) {
            hooks.add(
                    new HookInfo(line.family().id(), line.target(), line.state().id()));
        }
        return hooks;
    }

    @Override
    public void cancelUntilShutdown() {
        for (Port port : Ports.all()) {
            port.shutdown();
        }
    }

    @Override
    public Left look(Thread caller) {
        ShutdownReport report = recorder().atShutdown(caller);
        return new Left(report.graceful(), report.lines());
    }

    @Override
    public Snapshot lastSnapshot() {
        return recorder().takeAtExit();
    }

    /** No lambda, because it is made at each start. */
    private final class PropertyValue implements Supplier<String> {

        @Override
        public String get() {
            return propertyValue();
        }
    }

    /** Beside the application's own start; one that fails is told to the first tool that asks. */
    private final class OpenAtStart implements Runnable {

        @Override
        public void run() {
            propertyValue();
        }
    }

    /** No lambda, because it is made at each start. */
    private final class LazyRecorder implements Supplier<Recorder> {

        @Override
        public Recorder get() {
            return recorder();
        }
    }

    /** The same. */
    private static final class CurrentOwner implements Supplier<@Nullable Owner> {

        @Override
        public @Nullable Owner get() {
            return Threads.owner();
        }
    }
}

package io.ctxagent.javaagent.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Defines the bridge in the bootstrap loader with {@code jdk.internal.misc.Unsafe.defineClass} (public on JDK 17, 21 and
 * 25), whose null loader means that one. Appending a jar to the boot class path would do as well, but then the JVM
 * prints a warning and shares no archived application classes any more.
 */
final class BootClasses {

    /** All classes of the bridge, each after those that it extends: a class is linked against what is there. */
    static final String[] IN_ORDER = {
        "Settings",
        "Family",
        "ScratchRow$Copying",
        "ScratchRow",
        "Port",
        "Owner",
        "Ports",
        "Slots",
        "RecordSlot",
        "Current$Adoption",
        "Current",
        "ContextInterruptedException",
        "ContextSocketException",
        "ContextSocketTimeoutException",
        "ContextClosedChannelException",
        "ContextFileLockException",
        "ContextUnknownHostException",
        "ContextInterruptedIOException",
        "AgentThread",
        "EndedCalls",
        "Refusals",
        "Resendable",
        "WakeableCall",
        "BlockedCall",
        "InterruptibleCall",
        "RecordedCall",
        "ToldCall",
        "ClosedStreamCall$Closer",
        "ClosedStreamCall",
        "NativeThreads",
        "SignalledCall",
        "SocketCall",
        "ChannelCall$Close",
        "ChannelCall",
        "FileLockCall",
        "SelectCall",
        "PipeCall",
        "ActiveCalls",
        "WeakTable$Key",
        "WeakTable$Probe",
        "WeakTable",
        "JdbcSupport",
        "StatementCall$Canceller",
        "StatementCall",
        "DriverWaits",
        "IncomingRequest",
        "CoarseClock",
        "ClaimableCall",
        "StandingCall",
        "CrowdMember",
        "ThreadRecord",
        "ContextLink",
        "StandingCalls",
        "Interrupts",
        "Waits",
        "Parks",
        "Suspension",
        "TaskFrame",
        "Futures",
        "Forks",
        "Scopes",
        "Coroutines",
        "UnwakeableCalls",
        "Lookups",
        "Inputs",
        "Queues",
        "QueueWaits",
        "BodyReads",
        "Sleeps",
        "CreationSite",
        "Joins$EndedThreads",
        "Joins$EndedProcesses",
        "Joins",
        "Tls",
        "Turns",
        "Sockets",
        "Datagrams",
        "Channels",
        "FileLocks",
        "Selects",
        "Pipes",
        "Statements",
        "Connections",
        "ConnectionSources",
        "CopyStep",
        "CopyMessage",
        "CopyTarget",
        "CopyWriter",
        "PostgresCalls",
        "ResendSchedule$Entry",
        "ResendSchedule",
        "Resender",
        "ThreadSeed",
        "ThreadTask",
        "TaskTable$Entry",
        "TaskTable$Key",
        "TaskTable$Probe",
        "TaskTable",
        "ThreadMakers",
        "ThreadStart",
        "TestRun",
        "TestJudge",
        "Tests",
        "Threads",
        "LostHandOver",
        "LostHandOvers$TaskTypes",
        "LostHandOvers",
        "Stages",
        "Tasks",
        "ForkJoins",
        "Timers",
        "ClientGoneException",
        "SlowClientException",
        "RequestSupport",
        "RequestHead",
        "OpenRequests",
        "RequestNames",
        "RemainingTime",
        "RequestRun",
        "ConnectionTurn",
        "HangUps",
        "ReadTime",
        "RequestReads",
        "RequestStreams",
        "RequestPorts$Latest",
        "RequestPorts",
        "RequestWatch",
        "Requests",
        "BodyCall",
        "ServerReads",
        "OutgoingDeadlines$ClientHeaders",
        "OutgoingDeadlines$ConnectionHeaders",
        "OutgoingDeadlines",
        "OwnApi",
        "OldWorkerTask",
        "OldWorkers",
        "GrpcSupport",
        "GrpcLink",
        "GrpcLinks",
        "GrpcAttached",
        "GrpcPorts",
        "Lineage",
        "GrpcContexts",
        "Guards",
        "OwnStack",
        "OtherStack$Dump",
        "OtherStack",
        "FinalAction",
        "Bridge",
    };

    private static final String PACKAGE = "io/ctxagent/boot/";

    private BootClasses() {}

    /** Defines a class in the bootstrap loader. Behind an interface because its source is compiled apart. */
    interface Definer {

        Class<?> define(String internalName, byte[] classFile);
    }

    /** Set by the initialiser of {@code UnsafeDefiner}. */
    static @Nullable Definer definer;

    /**
     * Defines them, unless an agent before this one has; a class cannot be taken back out of that loader.
     *
     * @return one of them
     */
    static Class<?> define() throws Exception {
        // Made of all its classes when the jar was.
        String build = new String(read("bridge-id"), StandardCharsets.ISO_8859_1);
        Class<?> bridge = present();
        if (bridge == null) {
            bridge = defineAll();
        }
        if (!build.equals(BridgeBuild.kept(build))) {
            throw new IOException(
                    "another build of ctx-agent was in this JVM before, and its bridge stays until the JVM"
                            + " ends; attach that build, or restart the JVM with this one");
        }
        return bridge;
    }

    private static @Nullable Class<?> present() {
        try {
            return Class.forName("io.ctxagent.boot.Bridge", false, null);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static Class<?> defineAll() throws Exception {
        Class.forName("io.ctxagent.javaagent.wiring.UnsafeDefiner");
        Definer unsafe = Objects.requireNonNull(definer, "definer");
        Class<?> defined = Object.class;
        for (String name : IN_ORDER) {
            defined = unsafe.define(PACKAGE + name, read(PACKAGE + name + ".class"));
        }
        return defined;
    }

    private static byte[] read(String path) throws IOException {
        try (InputStream in = BootClasses.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException("the agent's jar is not whole: " + path + " is missing in it");
            }
            return in.readAllBytes();
        }
    }
}

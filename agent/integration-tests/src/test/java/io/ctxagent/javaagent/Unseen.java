package io.ctxagent.javaagent;

import java.util.Map;
import java.util.TreeMap;

/** Calls of FAMILIES.md that no case blocks in, each with the reason. {@link PageIT} fails when one is seen after all. */
final class Unseen {

    private static final String SEND =
            "the kernel drops what does not fit, or has no room only for moments; refused in SendCases";
    private static final String FOR_PERMISSIONS = "for SocketPermission alone, which needs a security manager";

    private Unseen() {}

    static Map<String, String> onThisJdk() {
        Map<String, String> reasons = new TreeMap<>(Map.of(
                "datagram sun.nio.ch.DatagramSocketAdaptor.send(DatagramPacket)",
                SEND,
                "datagram sun.nio.ch.DatagramSocketAdaptor.send(DatagramPacket,byte)",
                SEND,
                "channel sun.nio.ch.DatagramChannelImpl.send(ByteBuffer,SocketAddress)",
                SEND,
                "channel sun.nio.ch.DatagramChannelImpl.write(ByteBuffer)",
                SEND,
                "channel java.nio.channels.DatagramChannel.write(ByteBuffer[])",
                SEND,
                "channel sun.nio.ch.DatagramChannelImpl.write(ByteBuffer[],int,int)",
                SEND,
                "dns java.net.InetAddress.getAllByName0(String)",
                FOR_PERMISSIONS));
        if (Runtime.version().feature() == 17) {
            reasons.put("dns java.net.InetAddress.getAllByName0(String,boolean)", FOR_PERMISSIONS);
        }
        if (WakeIT.answers("postgresql")) {
            reasons.put(
                    "jdbc org.postgresql.core.v3.QueryExecutorImpl.flushCopy()",
                    "waits where writeToCopy does, for a server that takes nothing, and has the same advice");
        }
        return reasons;
    }
}

package dev.fairlead.quickstart.demo;

import java.util.List;

/** Where the processes of the control plane stand: on this machine as it is, or each in a network of its own. */
public interface Ground {

    /** This machine, everything on the loopback address. */
    Ground LOOPBACK = new Ground() {
        @Override
        public String address(String process) {
            return "127.0.0.1";
        }

        @Override
        public List<String> command(String process, List<String> line) {
            return line;
        }
    };

    /** The address that a process listens on, such as {@code us-east-nats}. */
    String address(String process);

    /** The command line that starts a process there; its process id is that of the given line. */
    List<String> command(String process, List<String> line);
}

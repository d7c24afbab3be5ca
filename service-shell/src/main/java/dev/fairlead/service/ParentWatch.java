package dev.fairlead.service;

import java.io.IOException;

/** Ends the process when whoever started it is gone, however it went: the pipe to standard input then closes. */
final class ParentWatch {

    ParentWatch() {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // nothing is ever sent
                }
            } catch (IOException e) {
                // the same as closed
            }
            Runtime.getRuntime().exit(0);
        });
    }
}

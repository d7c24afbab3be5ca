package dev.fairlead.system;

import dev.fairlead.quickstart.demo.Demo;
import dev.fairlead.quickstart.demo.DemoOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One demo for several classes of tests, because to start one takes longer than most that is tested on it. It is started for the
 * first that asks for a {@link Demo} and ended after the last test of all, so that those who use it come last in order of name.
 * Each leaves it as it was found; what cannot do that is played last.
 */
final class OneDemo implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(OneDemo.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Demo.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(Running.class).demo;
    }

    /** Closed with the store that keeps it. */
    static final class Running implements AutoCloseable {

        private final Path folder;
        private final Demo demo;

        Running() {
            try {
                this.folder = Files.createTempDirectory("fairlead-demo");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            this.demo = Demo.start(DemoOptions.apart(Typed.home(), folder.resolve("demo"), System.out::println));
        }

        @Override
        public void close() throws IOException {
            demo.close();
            demo.removeDirectory();
            Files.deleteIfExists(folder);
        }
    }
}

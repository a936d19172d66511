package io.emperor.devagent;

import io.emperor.devagent.base.ConsulProfile;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** An agent as a process of its own, until it is told to end. */
public final class Main {

  private static final int FAILED = 1;
  private static final int WRONG_WORDS = 2;

  private Main() {}

  /**
   * Starts an agent and says where it listens.
   *
   * @param args {@code --port} and a number, 0 for any free port; {@code --consul} and a profile
   * @throws InterruptedException if something ends the main thread
   */
  public static void main(String[] args) throws InterruptedException {
    // Without a library that writes logs there is none, and that is nothing to warn of.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    try {
      Arguments arguments = Arguments.of(args);
      DevAgent agent = DevAgent.start(arguments.port(), arguments.profile());
      Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "dev-agent-end"));
      System.out.println("listening on http://" + agent.address());
    } catch (IllegalArgumentException e) {
      end(WRONG_WORDS, e);
    } catch (IOException e) {
      end(FAILED, e);
    }
    new CountDownLatch(1).await(); // all of the agent's threads are daemons
  }

  private static void end(int status, Exception failure) {
    System.err.println("dev-agent: " + failure.getMessage());
    System.exit(status);
  }

  /** What the command line says. */
  record Arguments(int port, ConsulProfile profile) {

    private static final int LAST_PORT = 65_535;

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if it makes no sense
     */
    static Arguments of(String... args) {
      Arguments arguments = new Arguments(8500, ConsulProfile.V1_8);
      for (int i = 0; i < args.length; i += 2) {
        if (i + 1 == args.length) {
          throw new IllegalArgumentException(
              "%s without a value: --port N and --consul 1.8|modern are known".formatted(args[i]));
        }
        arguments = arguments.with(args[i], args[i + 1]);
      }
      return arguments;
    }

    private Arguments with(String name, String value) {
      return switch (name) {
        case "--port" -> new Arguments(port(value), profile);
        case "--consul" -> new Arguments(port, ConsulProfile.of(value));
        default ->
            throw new IllegalArgumentException(
                "unknown option %s: --port N and --consul 1.8|modern are known".formatted(name));
      };
    }

    private static int port(String text) {
      try {
        int port = Integer.parseInt(text);
        if (port >= 0 && port <= LAST_PORT) {
          return port;
        }
      } catch (NumberFormatException e) {
        // as wrong as one that is too large
      }
      throw new IllegalArgumentException("no port: '%s', only 0 to 65535".formatted(text));
    }
  }
}

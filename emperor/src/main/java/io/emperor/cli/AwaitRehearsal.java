package io.emperor.cli;

/**
 * What the JVM does whose classes go into the archive of {@code await}: it waits in vain, and for
 * what is there.
 */
final class AwaitRehearsal {

  private AwaitRehearsal() {}

  /**
   * Runs it.
   *
   * @param args the agent's address, and a directory with a file of inputs
   */
  public static void main(String[] args) {
    String agent = args[0];
    int unused =
        CommandLines.all()
            .execute(
                ("await --service nobody --wait tcp://"
                        + agent
                        + " --wait http://"
                        + agent
                        + "/v1/agent/self --wait tcp://localhost:1 --timeout 1s --consul-agent "
                        + agent
                        + " -- true")
                    .split(" "));
    System.exit(
        CommandLines.all()
            .execute(
                "await",
                "--input",
                args[1] + "/inputs.yaml",
                "--consul-agent",
                agent,
                "--",
                "true"));
  }
}

package io.emperor.devagent.contract;

import java.net.URI;
import java.util.Locale;
import org.opentest4j.TestAbortedException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The real agent in a container, from the image that the environment variable {@code CONSUL_IMAGE}
 * names; it is never pulled.
 */
record ContainerAgent(GenericContainer<?> container) implements AgentUnderTest {

  private static final int PORT = 8500;

  static ContainerAgent start() {
    String image = System.getenv("CONSUL_IMAGE");
    if (image == null) {
      throw new TestAbortedException("CONSUL_IMAGE names no image: containers are left out");
    }
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new TestAbortedException("no Docker engine answers: containers are left out");
    }
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withImagePullPolicy(name -> false)
            .withCommand("agent", "-dev", "-client=0.0.0.0", "-node=node-1")
            .withExposedPorts(PORT)
            .waitingFor(
                Wait.forHttp("/v1/health/node/node-1")
                    .forPort(PORT)
                    .forResponsePredicate(text -> text.contains("serfHealth")));
    container.start();
    return new ContainerAgent(container);
  }

  @Override
  public URI baseUri() {
    return URI.create(
        String.format(
            Locale.ROOT, "http://%s:%d", container.getHost(), container.getMappedPort(PORT)));
  }

  @Override
  public void close() {
    container.stop();
  }
}

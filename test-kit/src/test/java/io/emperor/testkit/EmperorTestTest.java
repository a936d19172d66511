package io.emperor.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Consul;
import io.emperor.api.ConsulApi;
import io.emperor.api.Health;
import io.emperor.api.ServiceInstance;
import io.emperor.api.Vassal;
import io.emperor.api.VassalContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EmperorTest(value = EmperorTestTest.Shop.class, settings = "greeting=good day")
class EmperorTestTest {

  /** Greets, and counts its visitors in Consul. */
  public static final class Shop implements Vassal {
    static volatile Health health = Health.passing();

    @Override
    public void start(VassalContext context) {
      String greeting = context.settings().get("greeting");
      context.serve(
          "/*",
          new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
              boolean unused = Consul.set("visited", request.getPathInfo());
              response.getWriter().print(greeting);
            }
          });
    }

    @Override
    public Health health() {
      return health;
    }
  }

  @BeforeEach
  void isWell() {
    Shop.health = Health.passing();
  }

  private static String get(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void itAnswersAndWritesIntoTheCluster(URI uri, ConsulApi consul) throws Exception {
    assertThat(get(uri.resolve("/here"))).isEqualTo("good day");
    assertThat(consul.get("visited").orElseThrow().text()).isEqualTo("/here");
  }

  @Test
  void everyTestHasAClusterOfItsOwn(ConsulApi consul) {
    assertThat(consul.get("visited")).isEmpty();
  }

  @Test
  void itIsRegisteredWhereItAnswers(RunningVassal vassal) {
    ServiceInstance instance = vassal.consul().healthy("shop").get(0);

    assertThat(instance.port()).isEqualTo(vassal.uri().getPort());
    assertThat(instance.id()).isEqualTo("shop-test");
  }

  @Test
  void itsHealthIsTold(RunningVassal vassal) throws Exception {
    Shop.health = Health.critical("sold out");

    assertThat(vassal.health().note()).isEqualTo("sold out");
    assertThat(vassal.consul().healthy("shop")).isEmpty();
    assertThat(vassal.consul().service("shop").get(0).health().note()).isEqualTo("sold out");
  }
}

package io.emperor.examples.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.ConsulApi;
import io.emperor.testkit.EmperorTest;
import io.emperor.testkit.RunningVassal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@EmperorTest(Directory.class)
class DirectoryTest {

  private final HttpClient http = HttpClient.newHttpClient();

  private HttpResponse<String> get(URI uri) throws Exception {
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void isListedAndCalledByItsName(URI uri) throws Exception {
    assertThat(get(uri).body()).isEqualTo("directory/directory-test: at your service (test)\n");
    assertThat(get(uri.resolve("/call/directory-test")).body())
        .isEqualTo("directory-test says: at your service\n");
  }

  @Test
  void saysThatNobodyHasAName(URI uri) throws Exception {
    HttpResponse<String> answer = get(uri.resolve("/call/nobody"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("Nobody has the name nobody now.\n");
  }

  @Test
  void hasNoNameAnyMoreOnceItIsStopped(RunningVassal directory, ConsulApi consul) throws Exception {
    assertThat(consul.lookup("directory/directory-test")).isPresent();

    directory.stop();

    assertThat(consul.registered("")).isEmpty();
  }
}

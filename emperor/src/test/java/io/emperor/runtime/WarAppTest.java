package io.emperor.runtime;

import static io.emperor.runtime.SharedJvmRig.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.http.ListeningPort;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A war in the shared JVM, from its class path to its end. */
@Timeout(120)
class WarAppTest {

  private static final int TIMES = 20;
  private static final int MOST_COLLECTIONS = 50;

  private static final String PAGE =
      """
      package web;
      import jakarta.servlet.*;
      import jakarta.servlet.annotation.*;
      import jakarta.servlet.http.*;
      import java.io.IOException;
      @WebServlet("/*")
      @WebListener
      public class Page extends HttpServlet implements HttpSessionListener, Filter {
        static final ThreadLocal<Object> LAST = new ThreadLocal<>();
        public static class Bean { public String getName() { return "bean"; } }
        @jakarta.annotation.PostConstruct void ready() { LAST.set(this); }
        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
          request.getSession().setAttribute("visitor", new Bean());
          response.getWriter().print(lib.Words.text() + " " + Thread.currentThread().getThreadGroup().getName());
        }
        @Override public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException { chain.doFilter(request, response); }
      }
      """;

  private static final String LINGERING_PAGE =
      """
      package web;
      import jakarta.servlet.annotation.*;
      import jakarta.servlet.http.*;
      import java.io.IOException;
      import java.util.concurrent.CountDownLatch;
      @WebServlet("/*")
      public class Page extends HttpServlet {
        @Override protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
          request.getSession();
          String text = lib.Words.text();
          response.setContentLength(text.length());
          response.getWriter().print(text);
          response.flushBuffer();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            // the app has been stopped
          }
        }
      }
      """;

  private static final String FRAGMENT =
      """
      <web-fragment xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <name>words</name>
        <context-param><param-name>a</param-name><param-value>b</param-value></context-param>
      </web-fragment>
      """;

  @TempDir Path directory;

  private SharedJvmRig rig;

  @BeforeEach
  void start() {
    rig = new SharedJvmRig(directory);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private static final String WORDS =
      "package lib; public class Words { public static String text() { return \"of the library\"; } }";

  private static AppJar war(String page) {
    AppJar library =
        AppJar.empty()
            .withSource("lib.Words", WORDS)
            .with("META-INF/web-fragment.xml", FRAGMENT)
            .with("META-INF/resources/static.txt", "from the library");
    return AppJar.empty()
        .withSources(Map.of("web.Page", page, "lib.Words", WORDS))
        .without("lib.Words")
        .inWar()
        .withLibrary("words.jar", library);
  }

  @Test
  void itsLibrariesBelongToItsClassPath() throws Exception {
    App app = rig.loadWar(war(PAGE));
    app.start(LONG).get();
    ListeningPort port = rig.serve(app);

    assertThat(SharedJvmRig.get(port)).isEqualTo("of the library shop#3");

    app.stop(LONG).get();
    app.close();
  }

  @Test
  void leavesNoClassLoaderAndNoFileBehind() throws Exception {
    List<WeakReference<Object>> loaders = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      loaders.add(life(war(PAGE)));
    }

    goneAll(loaders);
    try (Stream<Path> left = Files.walk(directory)) {
      assertThat(left).noneMatch(path -> path.toString().endsWith(".tmp"));
    }
  }

  @Test
  void aRequestThatOutlastsItHoldsOnToNothingByItsSession() throws Exception {
    goneAll(List.of(life(war(LINGERING_PAGE))));
  }

  private static void goneAll(List<WeakReference<Object>> loaders) {
    int[] collections = new int[1];
    Await.until(
        "all class loaders are gone",
        () -> {
          assertThat(++collections[0]).isLessThanOrEqualTo(MOST_COLLECTIONS);
          System.gc();
          return loaders.stream().allMatch(loader -> loader.refersTo(null));
        });
  }

  private WeakReference<Object> life(AppJar war) throws Exception {
    App app = rig.loadWar(war);
    app.start(LONG).get();
    ListeningPort port = rig.serve(app);
    assertThat(SharedJvmRig.get(port)).startsWith("of the library");
    WeakReference<Object> loader =
        new WeakReference<>(
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("shop#3"))
                .max(java.util.Comparator.comparingLong(Thread::getId))
                .orElseThrow()
                .getContextClassLoader());
    port.close();
    app.stop(LONG).get();
    app.close();
    return loader;
  }
}

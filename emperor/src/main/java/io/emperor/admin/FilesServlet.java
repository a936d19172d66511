package io.emperor.admin;

import io.emperor.admin.view.AsyncAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The few files that the endpoint has: what a browser shows, and the description of the API. They
 * hold nothing of the vassals and need no token. A page may load what comes from here, and nothing
 * else.
 */
final class FilesServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  /** What the dashboard consists of. */
  private static final List<String> DASHBOARD =
      List.of(
          "index.html",
          "inputs.js",
          "dashboard.css",
          "icon.svg",
          "actions.js",
          "agents.js",
          "announcer.js",
          "api.js",
          "badges.js",
          "confirm.js",
          "consul.js",
          "dashboard.js",
          "dom.js",
          "fleet.js",
          "fleetpage.js",
          "grid.js",
          "list.js",
          "load.js",
          "logs.js",
          "member.js",
          "plot.js",
          "poll.js",
          "row.js",
          "slot.js",
          "standing.js",
          "stream.js",
          "token.js",
          "troubles.js",
          "usage.js",
          "vassal.js",
          "vassals.js",
          "words.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml");

  private static final Map<String, ServedFile> FILES = files();

  /** A file as it is sent. */
  private record ServedFile(ByteBuffer content, String type) {

    ServedFile(String resource, String type) {
      this(read(resource), type);
    }
  }

  FilesServlet(Gate gate) {
    super(gate.forEverybody());
  }

  private static Map<String, ServedFile> files() {
    Map<String, ServedFile> files = new HashMap<>();
    files.put("/v1/openapi.json", new ServedFile("openapi.json", "application/json"));
    for (String name : DASHBOARD) {
      String type = TYPES.get(name.substring(name.indexOf('.') + 1));
      String path = name.equals("index.html") ? "/" : "/" + name;
      files.put(path, new ServedFile("dashboard/" + name, Objects.requireNonNull(type)));
    }
    return Map.copyOf(files);
  }

  private static ByteBuffer read(String resource) {
    try (InputStream in = FilesServlet.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + resource);
      }
      return ByteBuffer.wrap(in.readAllBytes()).asReadOnlyBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String path = request.getRequestURI();
    ServedFile file = FILES.get(path);
    if (file == null) {
      throw new RefusedException(404, "no such path: " + path);
    }
    require("GET", request);
    response.setContentType(file.type());
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "no-cache");
    AsyncAnswer.send(request, response, file.content().duplicate());
  }
}

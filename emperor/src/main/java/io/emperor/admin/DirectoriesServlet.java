package io.emperor.admin;

import io.emperor.admin.view.Json;
import io.emperor.vassal.Vassals;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;

/** {@code /v1/directories}: where a file has to be put to be a vassal's. */
final class DirectoriesServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;

  private final transient Vassals vassals;

  DirectoriesServlet(Gate gate, Vassals vassals) {
    super(gate);
    this.vassals = vassals;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    require("GET", request);
    String file = RequestQuery.word(request, "file");
    if (file == null || file.isEmpty() || file.contains("/")) {
      throw new RefusedException(400, "say ?file=NAME.jar");
    }
    Json.send(
        request, response, 200, vassals.directories(file).stream().map(Path::toString).toList());
  }
}

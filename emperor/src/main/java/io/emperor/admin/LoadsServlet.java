package io.emperor.admin;

import io.emperor.admin.view.Json;
import io.emperor.admin.view.LoadView;
import io.emperor.vassal.Vassals;
import io.emperor.vassal.metrics.VassalMeters;
import io.emperor.vassal.status.VassalStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** {@code /v1/load}: what all vassals do and take now. */
final class LoadsServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;

  private final transient Vassals vassals;
  private final transient VassalMeters meters;

  LoadsServlet(Gate gate, Vassals vassals, VassalMeters meters) {
    super(gate);
    this.vassals = vassals;
    this.meters = meters;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    require("GET", request);
    Map<String, LoadView> loads = new TreeMap<>();
    for (VassalStatus status : vassals.all()) {
      meters.load(status.name()).ifPresent(load -> loads.put(status.name(), LoadView.of(load)));
    }
    Json.send(request, response, 200, loads);
  }
}

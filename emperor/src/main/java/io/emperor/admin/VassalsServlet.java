package io.emperor.admin;

import io.emperor.admin.view.DetailView;
import io.emperor.admin.view.InputsEntry;
import io.emperor.admin.view.Json;
import io.emperor.admin.view.LoadView;
import io.emperor.admin.view.SeenView;
import io.emperor.admin.view.VassalView;
import io.emperor.vassal.UnknownVassalException;
import io.emperor.vassal.metrics.VassalLoad;
import io.emperor.vassal.status.VassalDetail;
import io.emperor.vassal.status.VassalStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code /v1/vassals}: all, one, what belongs to one, and what an operator wants of one. */
final class VassalsServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;
  private static final int LOG_LINES = 100;

  private final transient AdminContext context;
  private final transient LogStream logs;
  private final transient Commands commands;

  VassalsServlet(Gate gate, AdminContext context, LogStream logs) {
    super(gate);
    this.context = context;
    this.logs = logs;
    this.commands = new Commands(context.vassals());
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String path = request.getPathInfo();
    String[] parts =
        path == null || path.equals("/") ? new String[0] : path.substring(1).split("/", -1);
    switch (parts.length) {
      case 0 -> all(request, response);
      case 1 -> one(parts[0], request, response);
      case 2 -> of(parts[0], parts[1], request, response);
      default -> throw new RefusedException(404, "no such path: " + path);
    }
  }

  private void all(HttpServletRequest request, HttpServletResponse response) throws IOException {
    require("GET", request);
    Json.send(request, response, 200, VassalView.of(context.vassals().all()));
  }

  private void one(String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    require("GET", request);
    Json.send(request, response, 200, DetailView.of(known(name)));
  }

  private void of(
      String name, String what, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (what) {
      case "logs" -> logs(known(name), request, response);
      case "consul" -> consul(known(name), request, response);
      case "load" -> {
        require("GET", request);
        Json.send(request, response, 200, LoadView.of(load(name)));
      }
      case "inputs" -> inputs(known(name), request, response);
      default -> {
        require("POST", request);
        Json.send(request, response, 202, VassalView.of(commands.done(name, what, request)));
      }
    }
  }

  private void inputs(VassalDetail vassal, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    require("GET", request);
    VassalStatus status = vassal.status();
    Json.send(
        request,
        response,
        200,
        InputsEntry.of(status, context.vassals().inputs(status.name()).orElse(null)));
  }

  private VassalDetail known(String name) {
    return context.vassals().find(name).orElseThrow(() -> unknown(name));
  }

  private VassalLoad load(String name) {
    return context.meters().load(name).orElseThrow(() -> unknown(name));
  }

  private RefusedException unknown(String name) {
    List<String> known = context.vassals().all().stream().map(status -> status.name()).toList();
    return new RefusedException(
        404, Objects.requireNonNull(new UnknownVassalException(name, known).getMessage()));
  }

  private void logs(VassalDetail vassal, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    require("GET", request);
    String name = vassal.status().name();
    int most = RequestQuery.number(request, "lines", LOG_LINES);
    Instant since = RequestQuery.instant(request, "since", Instant.EPOCH);
    if (RequestQuery.flag(request, "follow")) {
      logs.follow(name, most, since, request, response);
    } else {
      Json.send(request, response, 200, Map.of("lines", context.lines().of(name, most, since)));
    }
  }

  private void consul(VassalDetail vassal, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    require("GET", request);
    String id = vassal.status().service().id();
    Json.send(
        request,
        response,
        200,
        id == null ? SeenView.NOTHING : SeenView.of(Awaited.result(context.seen().apply(id))));
  }
}

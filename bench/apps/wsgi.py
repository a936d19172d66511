"""Greets, and has itself in Consul, over a bare socket: urllib would be most of its memory."""

import json
import os
import socket

import uwsgi

NAME = os.environ["SERVICE_NAME"]
AGENT = tuple(os.environ["SERVICE_CONSUL"].split(":"))


def put(path, body=None):
    data = json.dumps(body) if body else ""
    head = f"PUT /v1/agent/{path} HTTP/1.0\r\nContent-Length: {len(data)}\r\n\r\n"
    with socket.create_connection(AGENT, timeout=10) as connection:
        connection.sendall((head + data).encode())
        status = connection.recv(4096).split(b" ")[1]
    if status != b"200":
        raise OSError(f"{path}: {status}")


def register():
    check = {"TTL": "15s", "Status": "passing"}
    port = int(os.environ["SERVICE_PORT"])
    put("service/register", {"Name": NAME, "Port": port, "Check": check})


def beat(_signal):
    try:
        put("check/pass/service:" + NAME)
    except OSError:
        register()


def loaded():
    try:
        register()
    except OSError as error:  # a worker that died of it would be forked again at once, and again
        print(NAME, error)


def application(_environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=UTF-8")])
    return [b"Hello\n"]


uwsgi.register_signal(1, "", beat)
uwsgi.add_rb_timer(1, 5)
uwsgi.post_fork_hook = loaded

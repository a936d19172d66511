# A program that needs 0.1 s before it opens its port, or takes the one it is given, and then answers whatever it is asked: the
# smallest one that Debian can run as it comes.
use strict;
use warnings;
use Socket;

$SIG{CHLD} = 'IGNORE';
select undef, undef, undef, 0.1;
my $port;
if ($ENV{LISTEN_FDS}) { # systemd has opened it
    open($port, '+<&=', 3) or die "descriptor 3: $!";
} else {
    socket($port, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
    setsockopt($port, SOL_SOCKET, SO_REUSEADDR, 1) or die "setsockopt: $!";
    bind($port, sockaddr_in($ENV{PORT}, INADDR_LOOPBACK)) or die "bind: $!";
    listen($port, 1024) or die "listen: $!";
}

while (accept(my $client, $port)) {
    defined(my $child = fork) or die "fork: $!";
    next if $child;
    close $port;
    my $asked = '';
    while (sysread $client, $asked, 65536, length $asked) {
        while ($asked =~ s/^.*?\r\n\r\n//s) {
            syswrite $client, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nHello\n";
        }
    }
    exit;
}

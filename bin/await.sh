# The part of the launcher that `emperor await` and `disco` need: bin/emperor reads it from beside itself.
#
# `await` waits in a JVM, and then this process becomes the command: nothing that is done here touches
# its environment or its open files. So each variable has a prefix, none is exported, and Java is looked
# for in a process of its own.

# Makes a directory that nobody else can enter, on a disk only where memory can't be had.
await_directory() {
  for emperor_await_place in "${TMPDIR:-/dev/shm}" /tmp /run; do
    if emperor_await_directory=$(mktemp -d "$emperor_await_place/emperor-await.XXXXXX" 2>/dev/null); then
      return 0
    fi
  done
  fail "no private directory can be made in ${TMPDIR:-/dev/shm}, /tmp or /run: set TMPDIR to one that can be written"
}

# Ends while it waits, with status $1.
await_end() {
  trap '' HUP INT QUIT USR1 USR2 ALRM TERM
  for emperor_await_process in "${emperor_await_jvm:-${!:-}}" "$emperor_await_reader"; do
    [ -z "$emperor_await_process" ] || kill -TERM "$emperor_await_process" 2>/dev/null || :
  done
  wait || :
  rm -rf -- "$emperor_await_directory"
  exit "$1"
}

# Takes the variables of the plan from standard input: a name behind =, the lines of its value behind +.
# No part of them is ever read as the shell's own.
await_export() {
  while IFS= read -r emperor_await_line; do
    case $emperor_await_line in
      =*)
        emperor_await_name=${emperor_await_line#=}
        IFS= read -r emperor_await_line
        emperor_await_value=${emperor_await_line#+}
        export "$emperor_await_name=$emperor_await_value"
        ;;
      +*)
        emperor_await_value="$emperor_await_value
${emperor_await_line#+}"
        export "$emperor_await_name=$emperor_await_value"
        ;;
    esac
  done
}

await_refuse() {
  printf 'emperor: the command can'"'"'t be run: %s\n' "$2" >&2
  exit "$1"
}

# Ends with a clear line if there is no such program as $1.
await_require() {
  case $1 in
    */*)
      [ -e "$1" ] || await_refuse 127 "there is no $1"
      [ ! -d "$1" ] || await_refuse 126 "$1 is a directory"
      [ -x "$1" ] || await_refuse 126 "$1 can't be executed: chmod +x it"
      return 0
      ;;
  esac
  emperor_await_left=${PATH:-/usr/bin:/bin}:
  emperor_await_found=
  while [ -n "$emperor_await_left" ]; do
    emperor_await_place=${emperor_await_left%%:*}
    emperor_await_place=${emperor_await_place:-.}/$1
    emperor_await_left=${emperor_await_left#*:}
    if [ -f "$emperor_await_place" ]; then
      [ ! -x "$emperor_await_place" ] || return 0
      emperor_await_found=$emperor_await_place
    fi
  done
  [ -z "$emperor_await_found" ] || await_refuse 126 "$emperor_await_found can't be executed: chmod +x it"
  await_refuse 127 "there is no program $1 on the PATH"
}

await() {
  await_directory
  emperor_await_jvm=
  emperor_await_reader=
  trap 'await_end 129' HUP
  trap 'await_end 130' INT
  trap 'await_end 131' QUIT
  trap 'await_end 138' USR1
  trap 'await_end 140' USR2
  trap 'await_end 142' ALRM
  trap 'await_end 143' TERM
  mkfifo -m 600 "$emperor_await_directory/ready" "$emperor_await_directory/command"
  # What the JVM prints is for whoever has asked, but for one word.
  (
    while IFS= read -r emperor_await_line; do
      [ "$emperor_await_line" != ready ] || exit 0
      printf '%s\n' "$emperor_await_line"
    done
    exit 1
  ) <"$emperor_await_directory/ready" &
  emperor_await_reader=$!
  (
    trap '' HUP # this process hears of a terminal that is gone, and says so
    export EMPEROR_AWAIT="$emperor_await_directory"
    start "$@"
  ) </dev/null >"$emperor_await_directory/ready" &
  emperor_await_jvm=$!
  emperor_await_status=0
  wait "$emperor_await_reader" || emperor_await_status=$?
  if [ "$emperor_await_status" -ne 0 ]; then
    emperor_await_status=0
    wait "$emperor_await_jvm" || emperor_await_status=$?
    rm -rf -- "$emperor_await_directory"
    exit "$emperor_await_status"
  fi
  emperor_await_plan=$emperor_await_directory/plan
  {
    read -r emperor_await_mode emperor_await_skipped
    read -r emperor_await_line emperor_await_stop
  } <"$emperor_await_plan"
  shift "$emperor_await_skipped"
  [ "$emperor_await_mode" = exec ] || await_stay "$@"
  wait "$emperor_await_jvm" || :
  {
    rm -rf -- "$emperor_await_directory"
    await_export
  } <"$emperor_await_plan"
  await_require "$1"
  trap - HUP INT QUIT USR1 USR2 ALRM TERM
  exec "$@"
}

# Stays as the parent of the command and of the JVM, which looks after it. A shell that waits takes
# leave of every child that has ended, also of those that were left to it as the first process of a
# container.
await_stay() {
  await_keep_input
  # In the background a shell has the command ignore what a keyboard sends; not every one can take it back.
  emperor_await_env=
  if [ -z "${BASH_VERSION:-}" ] && env --default-signal=INT,QUIT true 2>/dev/null; then
    emperor_await_env=$(command -v env)
  fi
  emperor_await_command=
  for emperor_await_signal in HUP INT QUIT USR1 USR2 ALRM CONT URG WINCH PWR; do
    await_hand_on "$emperor_await_signal"
  done
  # The JVM deregisters the command before it ends it.
  trap 'kill -TERM "$emperor_await_jvm" 2>/dev/null || :' TERM
  # The JVM leaves another plan when the command is to be started anew.
  while [ -e "$emperor_await_plan" ]; do
    await_start "$@"
    await_look_after
    await_command
    await_say ended
    {
      kill -KILL "$emperor_await_keeper"
      wait "$emperor_await_keeper" # or bash speaks of it
    } 2>/dev/null || :
  done
  await_say over
  kill -TERM "$emperor_await_jvm" 2>/dev/null || :
  while kill -0 "$emperor_await_jvm" 2>/dev/null; do
    wait "$emperor_await_jvm" || :
  done
  rm -rf -- "$emperor_await_directory"
  exit "$emperor_await_status"
}

# Starts the command beside this process.
await_start() {
  emperor_await_command=
  (
    trap - HUP INT QUIT USR1 USR2 ALRM CONT URG WINCH PWR TERM
    await_take_plan <"$emperor_await_plan"
    eval "exec $emperor_await_input"
    await_require "$1"
    if [ -n "$emperor_await_env" ]; then
      exec "$emperor_await_env" --default-signal=INT,QUIT "$@"
    fi
    exec "$@"
  ) &
  emperor_await_command=$!
}

# Takes the plan from standard input, and it is gone before anybody else hears of this process.
await_take_plan() {
  rm -f -- "$emperor_await_plan"
  read -r emperor_await_process emperor_await_line </proc/self/stat
  await_say "$emperor_await_process"
  await_export
}

# Tells the JVM the process ID of the command, or that this has ended, or that no other follows. Opened for
# both, the pipe waits for nobody.
await_say() {
  printf '%s\n' "$1" 2>/dev/null 1<>"$emperor_await_directory/command" || :
}

# Keeps standard input, which a shell takes from what it starts in the background, under a number that
# is free. A redirection of every shell knows one digit: where none is free, standard input is opened
# anew, which a socket can't be.
await_keep_input() {
  emperor_await_input="</proc/$$/fd/0"
  emperor_await_close=
  for emperor_await_number in 9 8 7 6 5 4 3; do
    if [ ! -e "/proc/$$/fd/$emperor_await_number" ]; then
      eval "exec $emperor_await_number<&0"
      emperor_await_close="$emperor_await_number<&-"
      emperor_await_input="<&$emperor_await_number $emperor_await_close"
      return 0
    fi
  done
}

# Has each signal $1 from now on handed on to the command, but for what a keyboard has sent to both. A
# signal interrupts the trap of the one before, and a storm of them goes deeper and deeper, until the shell
# gives up or hangs: a few words each, which can hardly be interrupted.
await_hand_on() {
  emperor_await_trap="kill -s $1 \"\${emperor_await_command:-\$!}\" 2>/dev/null || :"
  case $1 in
    INT | QUIT)
      # It takes a while to look, and one more that comes meanwhile is the same.
      emperor_await_trap="[ -n \"\${emperor_await_$1:-}\" ] || {
        emperor_await_$1=looks
        if await_has_terminal; then emperor_await_$1=; else emperor_await_$1=; $emperor_await_trap; fi
      }"
      ;;
  esac
  # shellcheck disable=SC2064 # its words are known now
  trap "$emperor_await_trap" "$1"
}

# Whether this process's group is the one that a terminal's keyboard sends signals to.
# It does so to all of the group, the command as well.
await_has_terminal() {
  read -r emperor_await_stat 2>/dev/null <"/proc/$$/stat" || return 1
  # Behind the name: state, parent, group, session, terminal, the terminal's group.
  # shellcheck disable=SC2086 # these are words
  set -- ${emperor_await_stat##*) }
  [ "$5" != 0 ] && [ "$3" = "$6" ]
}

# Ends the command once the JVM is gone that would do so.
await_look_after() {
  (
    eval "exec $emperor_await_close"
    # The JVM holds the other end, and nobody else does.
    read -r emperor_await_line 2>/dev/null <"/proc/$emperor_await_jvm/stat" || emperor_await_line=') X'
    case ${emperor_await_line##*) } in
      Z* | X*) ;;
      *) while IFS= read -r emperor_await_line; do :; done <"$emperor_await_directory/ready" ;;
    esac
    kill -TERM "$emperor_await_command" && sleep "$emperor_await_stop" && kill -KILL "$emperor_await_command"
  ) </dev/null >/dev/null 2>&1 &
  emperor_await_keeper=$!
}

# Waits for the command to end. A signal ends the wait as well, with a status that may look like the
# command's.
await_command() {
  emperor_await_before=
  while :; do
    emperor_await_status=0
    wait "$emperor_await_command" || emperor_await_status=$?
    # In an interrupted wait, bash may leave a handler of its own in this one's place that hangs.
    await_hand_on INT
    if [ "$emperor_await_status" -eq 127 ] && [ -n "$emperor_await_before" ]; then
      # Some shells forget a child once they have told how it ended.
      emperor_await_status=$emperor_await_before
      return 0
    fi
    [ "$emperor_await_status" -gt 128 ] || return 0
    if kill -0 "$emperor_await_command" 2>/dev/null; then
      emperor_await_before=
    elif [ "$emperor_await_before" = "$emperor_await_status" ]; then
      return 0
    else
      emperor_await_before=$emperor_await_status
    fi
  done
}

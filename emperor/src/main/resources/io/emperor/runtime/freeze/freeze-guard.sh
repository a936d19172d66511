# Freezes what runs under a lease once that is over, also when the emperor is paused and can't. Whether it goes on or is
# killed the emperor decides; without one it is killed. While all is well nothing is started but sleep.
#
# $1  where the emperor writes "deadline" and "fenced"
# $2  the emperor's process ID
# $3  when the emperor began, in the kernel's ticks
directory=$1 emperor=$2 began=$3

set -f
exec 2> /dev/null
trap '' HUP INT QUIT TERM PIPE # whoever ends the emperor so leaves the rest to this
newline='
'
deadline=0     # in hundredths of a second since the machine was started
asked= told=   # the last question of whether all is well, and the last that was answered
calm=0         # for how many rounds nobody has to be looked for again
lapsed=

is_number() {
  case $1 in
    '' | *[!0-9]*) return 1 ;;
  esac
}

# What is whole counts; anything else changes nothing.
read_deadline() {
  read -r until question until_again question_again rest < "$directory/deadline" || return
  is_number "$until" && is_number "$question" && [ "${#until}" -eq 12 ] || return
  [ "$until $question $rest" = "$until_again $question_again " ] || return
  deadline=$until asked=$question
}

# The state, parent, session and start of process $1, whose name may be anything, with several lines.
look() {
  text=
  while IFS= read -r line || [ -n "$line" ]; do
    text=$text$line
  done < "/proc/$1/stat"
  set -- ${text##*) }
  [ $# -ge 20 ] || return 1
  state=$1 parent=$2 session=$4 start=${20}
}

# The programs that still are who they were, and what all that they have started is known by.
read_fenced() {
  roots=' ' files= variables=
  while read -r pid since && IFS= read -r file && IFS= read -r variable; do
    is_number "$pid" && is_number "$since" && [ "$pid" -gt 1 ] || continue
    [ -n "$file" ] && [ -n "$variable" ] || continue
    files=$files$file$newline variables=$variables$variable$newline
    if look "$pid" && [ "$start" = "$since" ]; then
      roots="$roots$pid "
      case $state in
        T | t | Z) ;;
        *) calm=0 ;;
      esac
    fi
  done < "$directory/fenced"
  members=$roots
}

has_file() {
  IFS=$newline
  for file in $files; do
    if [ "/proc/$1/fd/3" -ef "$file" ]; then
      unset IFS
      return
    fi
  done
  unset IFS
  return 1
}

is_member() {
  case $members in
    *" $1 "* | *" $parent "*) return ;;
  esac
  case $roots in
    *" $session "*) return ;;
  esac
  has_file "$1"
}

# Signals each member, until no others are found, twice: in the first such round the last may have been born.
signal_members() {
  rounds=20 quiet=0
  while [ "$quiet" -lt 2 ] && [ "$rounds" -gt 0 ]; do
    rounds=$((rounds - 1)) quiet=$((quiet + 1))
    set +f
    for place in /proc/[0-9]*; do
      pid=${place#/proc/}
      look "$pid" && is_member "$pid" || continue
      members="$members$pid "
      case $1.$state in
        *.[ZX] | STOP.[Tt]) ;;
        STOP.D) kill -s STOP -- "$pid" ;; # counts when it leaves the kernel
        *) kill -s "$1" -- "$pid" && quiet=0 ;;
      esac
    done
    set -f
  done
}

# The groups first, each at one stroke. Whoever has cut all other ties may still have the variable.
stop_all() {
  for pid in $roots; do
    kill -s STOP -- "-$pid"
    kill -s STOP -- "$pid"
  done
  signal_members STOP
  set +f
  for place in $(printf %s "$variables" | grep -lzxF -f - /proc/[0-9]*/environ); do
    pid=${place#/proc/}
    members="$members${pid%/*} "
  done
  set -f
  signal_members STOP
}

# The last ones first: the kernel resumes a group of stopped processes whose parents end.
kill_all() {
  last_first=
  for pid in $members; do
    last_first="$pid $last_first"
  done
  for pid in $last_first; do
    kill -s KILL -- "$pid"
  done
  signal_members KILL
}

freeze() {
  read_fenced
  if [ "$calm" -eq 0 ]; then
    stop_all
    calm=25
  fi
  calm=$((calm - 1))
  [ -n "$lapsed" ] || echo frozen
  lapsed=yes pause=0.2
}

# While an answer is read nobody is being frozen. The next look is at the deadline, if that comes first.
answer() {
  calm=0 lapsed= pause=0.2
  left=$((1$deadline - 1000000000000 - now))
  [ "$left" -ge 20 ] || pause=0.$((left / 10))$((left % 10))
  [ "$asked" = "$told" ] || echo "$asked"
  told=$asked
}

# Where it is allowed, a busy machine does not hold this up.
renice -n -15 -p $$ > /dev/null
echo -15 > /proc/$$/autogroup

while look "$emperor" && [ "$start" = "$began" ] && [ "$state" != Z ] && [ -d "$directory" ]; do
  read_deadline
  read -r up rest < /proc/uptime
  now=${up%.*}${up#*.}
  if [ "$now" -lt "$deadline" ]; then
    answer
  else
    freeze
  fi
  sleep "$pause" > /dev/null || sleep 1 > /dev/null
done

# What is not stopped before it is killed could start another.
read_fenced
stop_all
kill_all
rm -f -- "$directory/deadline" "$directory/fenced"
rmdir -- "$directory"

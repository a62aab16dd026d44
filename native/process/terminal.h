// The terminal that collectd was started in, for a REPL: its keys go to one end of a
// pair of sockets as they are pressed, Ctrl-C included, by a thread that nothing in
// JavaScript can hold up, and what is written to that end is shown.
#ifndef COLLECTD_NODEJS_PROCESS_TERMINAL_H
#define COLLECTD_NODEJS_PROCESS_TERMINAL_H

#include <utility>

namespace nodejs {

// Any thread, one at a time. The caller owns the descriptor; -1: there is no terminal, or no
// thread for it. Closing it gives the terminal back; opening it again takes it from whoever
// has it.
int open_terminal();

// Columns and rows.
std::pair<int, int> terminal_size();

// Ends what carries the keys, and puts the terminal's modes back. Any thread but that one, any
// time, at the latest before exit().
void restore_terminal();

} // namespace nodejs

#endif

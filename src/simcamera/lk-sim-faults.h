/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Faults that the simulated camera is told to have: NAME[=NUMBER]@KIND[:N], at the N-th request of
 * a kind (1 when left out, "*" for each). KIND is any, inquiry, set, upload, delete or connect (a
 * TLS handshake); only requests that are logged in count. lk_sim_faults_describe() lists the names.
 * Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  LK_SIM_KIND_ANY,
  LK_SIM_KIND_INQUIRY,
  LK_SIM_KIND_SET,
  LK_SIM_KIND_UPLOAD,
  LK_SIM_KIND_DELETE,
  LK_SIM_KIND_CONNECT,
  LK_SIM_N_KINDS
} LkSimKind;

typedef enum
{
  LK_SIM_FAULT_NONE,
  LK_SIM_FAULT_REFUSE,
  LK_SIM_FAULT_DROP,
  LK_SIM_FAULT_RESET_BEFORE,
  LK_SIM_FAULT_RESET_AFTER,
  LK_SIM_FAULT_TRUNCATE,
  LK_SIM_FAULT_GARBAGE,
  LK_SIM_FAULT_STALE_NONCE,
  LK_SIM_FAULT_403,
  LK_SIM_FAULT_500,
  LK_SIM_FAULT_503,
  LK_SIM_FAULT_HANG,
  LK_SIM_FAULT_HANG_AFTER,
  LK_SIM_FAULT_SLOW,
  LK_SIM_FAULT_OK_BUT_NOTHING,
  LK_SIM_FAULT_REBOOT_NEW,
  LK_SIM_FAULT_REBOOT_OLD,
  LK_SIM_FAULT_TLS_ALERT,
  LK_SIM_FAULT_NEW_CERTIFICATE,
  LK_SIM_FAULT_REFUSE_EVERYBODY,
  LK_SIM_FAULT_ASK_NOBODY,
  LK_SIM_FAULT_LET_EVERYBODY_IN,
  LK_SIM_FAULT_NAME_OTHERS,
  LK_SIM_FAULT_CLOSE_IDLE,
  LK_SIM_FAULT_CLOCK_OFF,
  LK_SIM_FAULT_UNUSABLE_KEY,
} LkSimFaultId;

typedef struct
{
  LkSimFaultId id;
  const char *name;     /* static */
  gint64 number;        /* seconds, or milliseconds a byte for "slow" */
  gboolean carries_out; /* whether the command is carried out */
} LkSimFault;

typedef struct _LkSimFaults LkSimFaults;

LkSimFaults *lk_sim_faults_new (void);
void lk_sim_faults_free (LkSimFaults *self);

/* USAGE for a specification that is none. Counts from now on. */
gboolean lk_sim_faults_add (LkSimFaults *self, const char *specification, GError **error);
void lk_sim_faults_clear (LkSimFaults *self);

/* Counts one request (or handshake) of this kind and gives the fault that is due, or one with
 * LK_SIM_FAULT_NONE. */
LkSimFault lk_sim_faults_next (LkSimFaults *self, LkSimKind kind);

const char *lk_sim_kind_get_name (LkSimKind kind);

/* One line for each fault, for --help. (transfer full) */
char *lk_sim_faults_describe (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSimFaults, lk_sim_faults_free)

G_END_DECLS

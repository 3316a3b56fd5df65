/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows behind a checklist: what is the same for every camera, and the function that judges. A
 * new thing to check is a row in lk-check-table.c and its function. */

#pragma once

#include "setup/lk-checklist.h"

G_BEGIN_DECLS

typedef struct
{
  LkCheckState state;
  gboolean warning;
  char *evidence;
  const char *mended_by; /* (nullable) the item whose remedy helps here too */
  gboolean offers_action;
} LkCheckResult;

typedef void (*LkCheckFunc) (LkSituation *situation, LkCheckResult *result);

typedef struct
{
  LkCheckInfo info;
  LkCheckFunc evaluate;
  gboolean can_attest;
} LkCheckRow;

extern const LkCheckRow lk_check_table[];
extern const gsize lk_check_table_length;

/* The five answers; @format is translated already. */
void lk_check_pass (LkCheckResult *result, const char *format, ...) G_GNUC_PRINTF (2, 3);
void lk_check_warn (LkCheckResult *result, const char *format, ...) G_GNUC_PRINTF (2, 3);
void lk_check_fail (LkCheckResult *result, const char *format, ...) G_GNUC_PRINTF (2, 3);
void lk_check_ask (LkCheckResult *result, const char *format, ...) G_GNUC_PRINTF (2, 3);
void lk_check_skip (LkCheckResult *result, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* A day as people write it here; (transfer full). */
char *lk_check_format_day (GDateTime *time);

/* lk-check-camera.c */
void lk_check_firmware (LkSituation *situation, LkCheckResult *result);
void lk_check_clock (LkSituation *situation, LkCheckResult *result);
void lk_check_server (LkSituation *situation, LkCheckResult *result);
void lk_check_trusted (LkSituation *situation, LkCheckResult *result);
void lk_check_way_back (LkSituation *situation, LkCheckResult *result);
void lk_check_others (LkSituation *situation, LkCheckResult *result);

/* lk-check-personal.c */
void lk_check_installed (LkSituation *situation, LkCheckResult *result);
void lk_check_exportable (LkSituation *situation, LkCheckResult *result);
void lk_check_key_matches (LkSituation *situation, LkCheckResult *result);
void lk_check_in_period (LkSituation *situation, LkCheckResult *result);
void lk_check_client_use (LkSituation *situation, LkCheckResult *result);
void lk_check_chains (LkSituation *situation, LkCheckResult *result);
void lk_check_rehearsal (LkSituation *situation, LkCheckResult *result);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-passed-checks.h"

#include <glib/gi18n.h>

#define MAX_IDS 4

#define GENERAL  LK_JUDGE_IN_GENERAL
#define CA       LK_JUDGE_AS_CA
#define SERVER   LK_JUDGE_AS_SERVER
#define PERSONAL LK_JUDGE_AS_PERSONAL
#define USE      (CA | SERVER | PERSONAL)
#define ANY      (GENERAL | USE)

typedef gboolean Known (const LkJudgeContext *context);

static gboolean
is_authority (const LkJudgeContext *context)
{
  return lk_certificate_is_ca (context->certificate);
}

static gboolean
has_key_usage (const LkJudgeContext *context)
{
  return is_authority (context) && lk_certificate_get_version (context->certificate) == 3;
}

static gboolean
is_root (const LkJudgeContext *context)
{
  return lk_certificate_is_issued_by (context->certificate, context->certificate);
}

static gboolean
has_address (const LkJudgeContext *context)
{
  return context->address != NULL;
}

static gboolean
has_identity (const LkJudgeContext *context)
{
  return context->identity != NULL;
}

static gboolean
has_clock (const LkJudgeContext *context)
{
  return context->camera_time != NULL;
}

static gboolean
has_slots (const LkJudgeContext *context)
{
  return context->trusted_capacity != 0;
}

static gboolean
has_limit (const LkJudgeContext *context)
{
  return context->limits.ca_max_bytes != 0;
}

static gboolean
has_file (const LkJudgeContext *context)
{
  return context->file != NULL;
}

/* Passed when none of the findings is there. */
static const struct
{
  guint purposes;
  Known *is_known; /* (nullable): always */
  const char *ids[MAX_IDS];
  const char *text;
} checks[] = {
  { CA, NULL, { "not-ca", "certsign-no-ca", "v1-root" }, N_ ("It is a CA certificate") },
  { GENERAL | CA, has_key_usage, { "ca-no-certsign" }, N_ ("Its key may sign certificates") },
  { PERSONAL, NULL, { "eku-no-client", "eku-absent", "ku-no-sign" }, N_ ("It is made for logging in") },
  { SERVER, NULL, { "eku-no-server", "ku-no-server" }, N_ ("It is made for servers") },
  { SERVER, has_address, { "address" }, N_ ("It covers the address in use") },
  { SERVER | PERSONAL, has_identity, { "p12-no-key" }, N_ ("The private key belongs to it") },
  { ANY, NULL, { "expired", "not-yet-valid" }, N_ ("Today is within its period") },
  { ANY, NULL, { "expired", "expires-soon" }, N_ ("It does not expire soon") },
  { USE, has_clock, { "camera-clock" }, N_ ("It is also valid by the camera’s clock") },
  { ANY, NULL, { "weak-hash" }, N_ ("Its signature is made with an algorithm that devices accept") },
  { ANY, NULL, { "rsa-short", "ec-curve", "new-key-type", "dsa" }, N_ ("Its key is of a kind and size that cameras take") },
  { ANY, is_root, { "self-signature" }, N_ ("It was not changed after it was signed") },
  { ANY, NULL, { "malformed", "time-encoding", "critical-unknown" }, N_ ("It is made to the standard") },
  { GENERAL | CA, is_authority, { "empty-subject" }, N_ ("It has a name that it can be told by") },
  { CA, has_file, { "private-key-in-file" }, N_ ("There is no private key in the file") },
  { CA, has_limit, { "too-big" }, N_ ("It is small enough for the camera") },
  { CA, has_slots, { "slots" }, N_ ("The camera has room for it") },
};

static gboolean
is_found (GPtrArray *findings, const char *const *ids)
{
  for (gsize i = 0; i < MAX_IDS && ids[i] != NULL; i++)
    if (lk_findings_find (findings, ids[i]) != NULL)
      return TRUE;
  return FALSE;
}

GPtrArray *
lk_list_passed_checks (const LkJudgeContext *context, GPtrArray *findings)
{
  GPtrArray *passed = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (context != NULL && LK_IS_CERTIFICATE (context->certificate), passed);

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    if ((checks[i].purposes & context->purpose) &&
        (checks[i].is_known == NULL || checks[i].is_known (context)) &&
        !is_found (findings, checks[i].ids))
      g_ptr_array_add (passed, g_strdup (_ (checks[i].text)));
  return passed;
}

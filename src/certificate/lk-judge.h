/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Judges a certificate for one use, with whatever is known around it: the file it came from, the
 * camera it is for, the certificates at hand. The rules stand in one table, lk-judge-table.c. What
 * is not known is left NULL and the rules that need it stay silent. Blocking but quick; any
 * thread. */

#pragma once

#include "certificate/lk-bundle.h"
#include "certificate/lk-certificate.h"
#include "certificate/lk-finding.h"
#include "certificate/lk-identity.h"

G_BEGIN_DECLS

typedef enum
{
  LK_JUDGE_IN_GENERAL = 1 << 0,
  LK_JUDGE_AS_CA = 1 << 1, /* one of the camera's trusted CAs */
  LK_JUDGE_AS_SERVER = 1 << 2,
  LK_JUDGE_AS_PERSONAL = 1 << 3
} LkJudgePurpose;

/* What one family of cameras can take, from its profile; zero means no limit. */
typedef struct
{
  gsize ca_max_bytes;         /* of a trusted CA in PEM */
  gboolean takes_pem_only;    /* no DER, no PKCS#7 */
  LkPkcs12Reader pkcs12;      /* what becomes of a PKCS#12 there */
  gboolean maps_name_to_user; /* the common name must be a user of the camera */
} LkJudgeLimits;

typedef struct
{
  LkJudgePurpose purpose;
  LkCertificate *certificate;
  GPtrArray *pool; /* (nullable): certificates at hand, in the order of their file */
  GDateTime *now;  /* (nullable): NULL for this computer's clock */

  LkBundle *file;               /* (nullable): where it came from */
  LkIdentity *identity;         /* (nullable): the certificate with its key, when it was opened */
  const GError *identity_error; /* (nullable): why it could not be opened */

  /* (nullable): the camera's CAs by slot; NULL elements are empty slots */
  GPtrArray *trusted;
  guint trusted_capacity;   /* 0: not known */
  GDateTime *camera_time;   /* (nullable): what the camera's clock says at @now */
  const char *const *users; /* (nullable): the camera's users */
  const char *address;      /* (nullable): host name or address by which the camera is reached */
  LkJudgeLimits limits;
} LkJudgeContext;

/* (transfer full) (element-type LkFinding), the gravest first. */
GPtrArray *lk_judge (const LkJudgeContext *context);

gboolean lk_findings_block (GPtrArray *findings);
LkFinding *lk_findings_find (GPtrArray *findings, const char *id); /* (nullable) (transfer none) */

G_END_DECLS

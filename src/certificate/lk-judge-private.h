/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules' own side of lk_judge(): a row of the table, and the checks it names. A check says
 * whether its row applies and fills the places of its message in their order. */

#pragma once

#include "certificate/lk-chain.h"
#include "certificate/lk-judge.h"

G_BEGIN_DECLS

#define LK_JUDGE_ANY \
  (LK_JUDGE_IN_GENERAL | LK_JUDGE_AS_CA | LK_JUDGE_AS_SERVER | LK_JUDGE_AS_PERSONAL)
#define LK_JUDGE_USE           (LK_JUDGE_AS_CA | LK_JUDGE_AS_SERVER | LK_JUDGE_AS_PERSONAL)
#define LK_JUDGE_MAX_ARGUMENTS 3

typedef struct
{
  const LkJudgeContext *context;
  LkCertificate *certificate;
  GDateTime *now;
  GDateTime *camera_time; /* the camera's, or ours where it is not known */
  GPtrArray *around;      /* the pool and the trusted CAs */
  GPtrArray *anchors;     /* the trusted CAs without the empty slots; NULL: not known */
  LkChain *chain;         /* (nullable): for the use, where there is anything to build it from */
} LkJudge;

typedef struct
{
  char *texts[LK_JUDGE_MAX_ARGUMENTS];
} LkArguments;

typedef gboolean LkRuleCheck (LkJudge *judge, LkArguments *arguments);

typedef struct
{
  guint number;
  const char *id;
  LkSeverity severity;
  guint applies; /* LkJudgePurpose bits */
  LkRuleCheck *check;
  const char *field;
  const char *source;
  const char *message;
  const char *remedy;
} LkRule;

extern const LkRule lk_judge_rules[];
extern const gsize lk_judge_n_rules;

/* lk-judge-ca.c */
LkRuleCheck lk_judge_not_ca_issued, lk_judge_not_ca_root, lk_judge_ca_no_certsign,
  lk_judge_certsign_no_ca, lk_judge_v1_root, lk_judge_bc_not_critical, lk_judge_ca_eku_limits,
  lk_judge_empty_subject, lk_judge_same_subject, lk_judge_self_signature, lk_judge_not_root,
  lk_judge_installed, lk_judge_slots_full;

/* lk-judge-use.c */
LkRuleCheck lk_judge_eku_no_client, lk_judge_eku_absent, lk_judge_ku_no_sign,
  lk_judge_eku_no_server, lk_judge_ku_no_server, lk_judge_ku_only_decrypts, lk_judge_address,
  lk_judge_cn_not_user;

/* lk-judge-time.c */
LkRuleCheck lk_judge_expired, lk_judge_issuer_expired, lk_judge_not_yet_valid,
  lk_judge_camera_refuses, lk_judge_camera_clock, lk_judge_expires_soon,
  lk_judge_issuer_expires_first, lk_judge_after_2038, lk_judge_time_encoding;

/* lk-judge-key.c */
LkRuleCheck lk_judge_broken_hash, lk_judge_weak_hash, lk_judge_rsa_broken, lk_judge_rsa_short,
  lk_judge_rsa_exponent, lk_judge_rsa_long, lk_judge_ec_explicit, lk_judge_ec_curve,
  lk_judge_new_key, lk_judge_dsa;

/* lk-judge-chain.c */
LkRuleCheck lk_judge_key_ids, lk_judge_wrong_issuer_key, lk_judge_pathlen,
  lk_judge_critical_unknown, lk_judge_name_constraints, lk_judge_issuer_limits,
  lk_judge_chain_incomplete, lk_judge_chain_open, lk_judge_no_camera_ca, lk_judge_malformed,
  lk_judge_irregular, lk_judge_irregular_root;

/* lk-judge-file.c */
LkRuleCheck lk_judge_private_key, lk_judge_private_key_beside_ca, lk_judge_several,
  lk_judge_text_encoding, lk_judge_extra_text, lk_judge_other_format, lk_judge_too_big,
  lk_judge_p12_no_key, lk_judge_p12_mismatch, lk_judge_p12_order;

/* lk-judge-pkcs12.c */
LkRuleCheck lk_judge_p12_legacy, lk_judge_p12_legacy_refused, lk_judge_p12_legacy_repacked,
  lk_judge_p12_too_new, lk_judge_p12_too_new_perhaps, lk_judge_p12_pbmac1, lk_judge_p12_rounds;

/* For the checks. */
gboolean lk_judge_claims_ca (LkCertificate *certificate); /* cA, or an old root */
/* its issuer is itself, by name and key identifiers */
gboolean lk_judge_is_self_signed (LkCertificate *certificate);
char *lk_judge_format_day (GDateTime *time);
char *lk_judge_format_days (gint64 seconds); /* "3 days", never less than one */

/* Puts the texts into the places of a translated message: "%s" in order, or "%2$s" where a
 * translation needs another order. */
char *lk_judge_fill (const char *format, const LkArguments *arguments);

char *lk_judge_list_purposes (LkCertificate *certificate);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything the inspector shows of one entry: the verdict, what it can be used for on a camera,
 * findings, fields, chain and PEM text. Made on a thread, so that showing it is only a matter of
 * widgets. Immutable, any thread. */

#pragma once

#include "camera/lk-ssl-tab.h"
#include "certificate/lk-chain.h"
#include "certificate/lk-description.h"
#include "certificate/lk-entry.h"
#include "certificate/lk-verdict.h"

G_BEGIN_DECLS

#define LK_TYPE_INSPECTION (lk_inspection_get_type ())
G_DECLARE_FINAL_TYPE (LkInspection, lk_inspection, LK, INSPECTION, GObject)

/* What is known around it; all may be left out. */
typedef struct
{
  LkSslTab *tab;      /* (nullable): of the camera that it is seen on */
  GDateTime *clock;   /* (nullable): what that camera's clock says at @now */
  const char *camera; /* (nullable): its name */
  GPtrArray *pool;    /* (nullable) (element-type LkCertificate): certificates at hand */
  GDateTime *now;     /* (nullable): NULL for this computer's clock */
} LkInspectionContext;

/* One part that a certificate can play, and whether it can. */
typedef struct
{
  const char *title;    /* translated */
  LkVerdictState state; /* NEUTRAL: not made for it, but for another part */
  char *text;           /* translated: yes, or why not */
} LkInspectionUse;

/* Quick for one object; for a thread all the same: it verifies signatures. */
LkInspection *lk_inspection_new (LkEntry *entry, const LkInspectionContext *context);

/* One certificate before it is put to one use: verdict, findings and fields are about that, and
 * about nothing else. */
LkInspection *lk_inspection_new_for_use (const LkJudgeContext *use);

LkEntry *lk_inspection_get_entry (LkInspection *self);
const char *lk_inspection_get_title (LkInspection *self);
LkVerdict *lk_inspection_get_verdict (LkInspection *self);
/* (nullable): the line below the verdict */
const char *lk_inspection_get_remark (LkInspection *self);
GPtrArray *lk_inspection_get_findings (LkInspection *self); /* (element-type LkFinding) */
GPtrArray *lk_inspection_get_passed (LkInspection *self);   /* (element-type utf8): translated */
/* (element-type LkInspectionUse), empty for what is no certificate */
GPtrArray *lk_inspection_get_uses (LkInspection *self);
GListModel *lk_inspection_get_sections (LkInspection *self); /* of LkSection */
/* (element-type LkCertificate): of a file as a whole, when they are few */
GPtrArray *lk_inspection_get_members (LkInspection *self);
LkChain *lk_inspection_get_chain (LkInspection *self);             /* (nullable) */
LkCertificate *lk_inspection_get_certificate (LkInspection *self); /* (nullable) */
GDateTime *lk_inspection_get_now (LkInspection *self);

/* What can be saved and copied; NULL for private keys, never any part of one. */
GBytes *lk_inspection_get_der (LkInspection *self);     /* (nullable) */
const char *lk_inspection_get_pem (LkInspection *self); /* (nullable) */

char *lk_inspection_to_text (LkInspection *self); /* for copying and printing */

G_END_DECLS
